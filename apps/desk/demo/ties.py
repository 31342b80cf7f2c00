"""党组织的联系 — the firms they serve, the bodies that cover them, how they were formed."""

from datetime import date
from typing import Any

from apps.desk.demo import sources
from apps.desk.demo.world import Cell, World
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ClusterBody, Coverage, Formation, OrganizationUnit

PAIRED = 0.2  # of single branches were formed with the help of a strong one


def write_units(world: World) -> None:
    """Firms served; a firm whose branch came out of a joint one was served by that one before."""
    OrganizationUnit.objects.bulk_create(
        OrganizationUnit(
            organization=serving.organization,
            enterprise=firm.enterprise,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        for cell in world.cells
        for firm in cell.units
        for serving, starts_on, ends_on in _serving(cell)
    )


def _serving(cell: Cell) -> list[tuple[Cell, date, date | None]]:
    """Who serves the firms of a branch: itself, and the joint one that did before or has since."""
    before = [(cell.origin, cell.origin.established_on, cell.established_on)] if cell.origin else []
    after = [(cell.heir, cell.dissolved_on, None)] if cell.heir and cell.dissolved_on else []
    return [*before, (cell, cell.established_on, cell.dissolved_on), *after]


def write_coverage(world: World) -> None:
    """By the cluster of its firm; what is published under another cluster, by that one too."""
    system_of = {row["name"]: row["system"] for row in sources.rows("clusters")}
    coverages = []
    for cell in world.cells:
        clusters = {cell.cluster}
        if system_of[cell.cluster] != cell.system:
            clusters |= {cluster for cluster, system in system_of.items() if system == cell.system}
        for cluster in sorted(clusters):
            body = world.bodies[cluster]
            coverages.append(
                Coverage(
                    body=body,
                    organization=cell.organization,
                    role=_role(cell, body),
                    starts_on=max(body.starts_on, cell.established_on),
                    ends_on=cell.dissolved_on,
                )
            )
    Coverage.objects.bulk_create(coverages)


def _role(cell: Cell, body: ClusterBody) -> str:
    if body.core_enterprise_id and body.core_enterprise_id == cell.units[0].enterprise.pk:
        return Coverage.Role.CORE
    return Coverage.Role.BACKBONE if cell.units[0].is_published else Coverage.Role.MEMBER


def write_formations(world: World) -> None:
    """How each firm came by its organisation."""
    helpers = [cell for cell in world.cells if cell.type_code == TypeCode.COMMITTEE]
    Formation.objects.bulk_create(
        Formation(
            enterprise=firm.enterprise,
            organization=cell.organization,
            starts_on=cell.established_on,
            ends_on=cell.dissolved_on,
            **_mode(world, cell, helpers),
        )
        for cell in world.cells
        if not cell.parent
        for firm in cell.units
    )


def _mode(world: World, cell: Cell, helpers: list[Cell]) -> dict[str, Any]:
    if cell.type_code == TypeCode.JOINT_BRANCH:
        return {"mode": Formation.Mode.AREA if cell.size % 2 else Formation.Mode.INDUSTRY}
    if cell.type_code == TypeCode.BRANCH and world.inventor.random.random() < PAIRED:
        helper = world.inventor.random.choice(helpers)
        return {"mode": Formation.Mode.PAIRED, "helper_organization": helper.organization}
    return {"mode": Formation.Mode.SINGLE}
