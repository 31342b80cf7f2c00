"""组织链 — superiors, cluster bodies, branches with their units, coverage, formation and terms."""

from datetime import date, timedelta

from apps.clusters.models import Place
from apps.core.tree import replant
from apps.desk.demo import sources
from apps.desk.demo.invention import years_later
from apps.desk.demo.planning import plan
from apps.desk.demo.world import METAVERSE, Cell, World
from apps.organizations import workflow
from apps.organizations.kinds import TERM_YEARS, TypeCode
from apps.organizations.models import (
    ClusterBody,
    Coverage,
    Formation,
    OrganizationPlacing,
    OrganizationState,
    OrganizationUnit,
    PartyOrganization,
    TermExtension,
)

Situation = PartyOrganization.UnitSituation
METAVERSE_CLUSTER = "元宇宙产业创新集群"
ROOT = "昆山市"
OVERDUE = (31, 88, 140, 205, 260, 330)
"""到期未换届: so many days after the term ended."""
ENDING = (6, 13, 21, 34, 47, 58, 74, 86)
"""即将届满: in so many days."""
EXTENDED = ((41, 300), (96, 210), (400, -30))
"""延期: the term ended so many days ago, the extension ends in so many."""


def load(world: World) -> None:
    """Everything of the organisation chain but its people."""
    _superiors(world)
    _bodies(world)
    world.cells = plan(world)
    _describe(world)
    extended = _set_terms(world)
    PartyOrganization.objects.bulk_create([cell.organization for cell in world.cells])
    _write_states(world)
    _write_extensions(world, extended)
    _place(world)
    _write_units(world)
    _write_coverage(world)
    _write_formations(world)


def _superiors(world: World) -> None:
    for row in sources.rows("superiors"):
        root = world.superiors.get(ROOT)
        world.superiors[row["place"]] = workflow.found(
            full_name=row["full_name"],
            short_name=row["short_name"],
            type_code=TypeCode.COMMITTEE,
            on=date.fromisoformat(row["established_on"]),
            established_on=date.fromisoformat(row["established_on"]),
            parent=root,
            place=world.places[ROOT],
            can_approve_probationary=True,
            term_starts_on=world.today - timedelta(days=900),
            display_order=1 if root is None else 10,
            by=None,
        )


def _bodies(world: World) -> None:
    by_name = {str(firm): firm for firms in world.firms.values() for firm in firms}
    for row in sources.rows("bodies"):
        founded, cluster = date.fromisoformat(row["starts_on"]), world.clusters[row["cluster"]]
        alliance = row["form"] == ClusterBody.Form.ALLIANCE
        organization = workflow.found(
            full_name=row["full_name"],
            short_name=f"{cluster.short_name}{'党建联盟' if alliance else '集群党委'}",
            type_code=TypeCode.ALLIANCE if alliance else TypeCode.CLUSTER_COMMITTEE,
            on=founded,
            established_on=founded,
            parent=world.superiors[row["superior"]],
            approved_by=world.superiors[row["superior"]],
            place=cluster.place,
            display_order=100,
            by=None,
        )
        core = by_name.get(row["core_enterprise"])
        world.bodies[row["cluster"]] = ClusterBody.objects.create(
            organization=organization,
            cluster=cluster,
            form=row["form"],
            formation_mode=row["formation_mode"],
            consult_frequency=row["consult_frequency"],
            core_enterprise=core.enterprise if core else None,
            starts_on=founded,
        )


def _describe(world: World) -> None:
    """What the plan does not say: place, superior, situation, term."""
    for number, cell in enumerate(world.cells):
        row = cell.organization
        row.place = cell.place
        row.code = f"329999{number + 1:06d}"
        row.approved_by = world.superiors[_zone(world, cell)]
        row.approval_no = f"昆两新〔{cell.established_on.year}〕{world.inventor.random.randint(3, 98)}号"
        row.term_years = TERM_YEARS[TypeCode(cell.type_code)]
        row.unit_situation = _situation(cell)
        row.can_approve_probationary = cell.type_code == TypeCode.COMMITTEE
        row.contact_name = world.inventor.person_name("2")
        row.contact_phone = world.inventor.mobile()


def _situation(cell: Cell) -> str:
    if cell.type_code == TypeCode.JOINT_BRANCH:
        return Situation.JOINT
    return Situation.SAME if cell.parent else Situation.LEGAL


def _zone(world: World, cell: Cell) -> str:
    """The superior of a firm's place: of the nearest place that has one."""
    place: Place | None = cell.place
    while place and place.name not in world.superiors:
        place = place.parent
    return place.name if place else ROOT


def _set_terms(world: World) -> list[Cell]:
    """Most terms run; some have ended, some end soon; answers those that ended and were extended."""
    standing = [cell for cell in world.cells if not cell.origin and not cell.dissolved_on]
    chosen = world.inventor.random.sample(standing, len(OVERDUE) + len(ENDING) + len(EXTENDED))
    ended = [*OVERDUE, *(-days for days in ENDING), *(days for days, _ in EXTENDED)]
    since_end = dict(zip(map(id, chosen), ended, strict=True))
    for cell in world.cells:
        years = cell.organization.term_years or 3
        days = since_end.get(id(cell), -world.inventor.random.randint(120, years * 365 - 40))
        start = years_later(world.today - timedelta(days=days), -years)
        cell.organization.term_starts_on = max(start, cell.established_on)
    return chosen[-len(EXTENDED) :]


def _write_extensions(world: World, cells: list[Cell]) -> None:
    TermExtension.objects.bulk_create(
        TermExtension(
            organization=cell.organization,
            approval_no=f"昆两新复〔{world.today.year}〕{number + 11}号",
            approved_on=world.today - timedelta(days=days + 20),
            until=world.today + timedelta(days=left),
        )
        for number, (cell, (days, left)) in enumerate(zip(cells, EXTENDED, strict=True))
    )


def _write_states(world: World) -> None:
    states = [
        OrganizationState(
            organization=cell.organization,
            type_code=cell.type_code,
            starts_on=cell.established_on,
            ends_on=cell.dissolved_on,
        )
        for cell in world.cells
    ]
    states += [
        OrganizationState(
            organization=cell.organization,
            type_code=cell.type_code,
            status=OrganizationState.Status.DISSOLVED,
            starts_on=cell.dissolved_on,
        )
        for cell in world.cells
        if cell.dissolved_on
    ]
    OrganizationState.objects.bulk_create(states)


def _place(world: World) -> None:
    """Every organisation under its superior, for every day and in today's tree."""
    for cell in world.cells:
        parent = cell.parent.organization if cell.parent else world.superiors[_zone(world, cell)]
        OrganizationPlacing.objects.create(
            organization=cell.organization, parent=parent, starts_on=cell.established_on
        )
        replant(cell.organization, parent)


def _write_units(world: World) -> None:
    """Firms served; a firm whose branch came out of a joint one was served by that one before."""
    units = []
    for cell in world.cells:
        for firm in cell.units:
            serving = {"organization": cell.organization, "enterprise": firm.enterprise}
            units.append(
                OrganizationUnit(**serving, starts_on=cell.established_on, ends_on=cell.dissolved_on)
            )
            for other, starts_on, ends_on in _served_besides(cell):
                dates = {"starts_on": starts_on, "ends_on": ends_on}
                units.append(
                    OrganizationUnit(organization=other.organization, enterprise=firm.enterprise, **dates)
                )
    OrganizationUnit.objects.bulk_create(units)


def _served_besides(cell: Cell) -> list[tuple[Cell, date, date | None]]:
    """Joint branches that serve the firms of a branch before it was founded or after it was dissolved."""
    before = [(cell.origin, cell.origin.established_on, cell.established_on)] if cell.origin else []
    after = [(cell.heir, cell.dissolved_on, None)] if cell.heir and cell.dissolved_on else []
    return [*before, *after]


def _write_coverage(world: World) -> None:
    coverages = []
    for cell in world.cells:
        clusters = {cell.cluster} | ({METAVERSE_CLUSTER} if cell.group == METAVERSE else set())
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


def _write_formations(world: World) -> None:
    """How each firm came by its organisation."""
    helpers = [cell for cell in world.cells if cell.type_code == TypeCode.COMMITTEE]
    formations = []
    for cell in world.cells:
        if cell.parent:
            continue
        for firm in cell.units:
            mode, helper = Formation.Mode.SINGLE, None
            if cell.type_code == TypeCode.JOINT_BRANCH:
                mode = Formation.Mode.AREA if cell.size % 2 else Formation.Mode.INDUSTRY
            elif cell.type_code == TypeCode.BRANCH and world.inventor.random.random() < 0.2:
                mode, helper = Formation.Mode.PAIRED, world.inventor.random.choice(helpers).organization
            formations.append(
                Formation(
                    enterprise=firm.enterprise,
                    organization=cell.organization,
                    mode=mode,
                    helper_organization=helper,
                    starts_on=cell.established_on,
                    ends_on=cell.dissolved_on,
                )
            )
    Formation.objects.bulk_create(formations)
