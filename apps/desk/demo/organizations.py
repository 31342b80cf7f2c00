"""组织链 — superiors, cluster bodies and branches, each with its kind and its place in the tree."""

from datetime import date, timedelta

from apps.clusters.models import Place
from apps.desk.demo import sources, terms, ties
from apps.desk.demo.founding import Founding, found
from apps.desk.demo.planning import plan
from apps.desk.demo.world import Cell, World
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ClusterBody, PartyOrganization

Situation = PartyOrganization.UnitSituation


def load(world: World) -> None:
    """Everything of the organisation chain but its people."""
    _superiors(world)
    _bodies(world)
    world.cells = plan(world)
    _describe(world)
    extended = terms.choose(world)
    found(_foundings(world))
    terms.write_extensions(world, extended)
    ties.write_units(world)
    ties.write_coverage(world)
    ties.write_formations(world)


def _superiors(world: World) -> None:
    """A county's first, below it those of its zones and towns."""
    roots: dict[str, PartyOrganization] = {}
    for row in sources.rows("superiors"):
        founding = _superior(world, row)
        founding.parent = roots.get(row["registered_at"])
        roots.setdefault(row["registered_at"], founding.organization)
        found([founding])


def _superior(world: World, row: dict[str, str]) -> Founding:
    world.superiors[row["place"]] = organization = PartyOrganization(
        full_name=row["full_name"],
        short_name=row["short_name"],
        place=world.places[row["registered_at"]],
        can_approve_probationary=True,
        term_starts_on=world.today - timedelta(days=900),
        display_order=1 if row["place"] == row["registered_at"] else 10,
    )
    return Founding(organization, TypeCode.COMMITTEE, None, date.fromisoformat(row["established_on"]))


def _bodies(world: World) -> None:
    by_name = {str(firm): firm.enterprise for firm in world.all_firms if firm.is_published}
    for row in sources.rows("bodies"):
        founding = _body_founding(world, row)
        found([founding])
        world.bodies[row["cluster"]] = ClusterBody.objects.create(
            organization=founding.organization,
            cluster=world.clusters[row["cluster"]],
            parent=world.bodies.get(row["parent"]),
            form=row["form"],
            formation_mode=row["formation_mode"],
            consult_frequency=row["consult_frequency"],
            core_enterprise=by_name.get(row["core_enterprise"]),
            starts_on=founding.on,
        )


def _body_founding(world: World, row: dict[str, str]) -> Founding:
    cluster, superior = world.clusters[row["cluster"]], world.superiors[row["superior"]]
    organization = PartyOrganization(
        full_name=row["full_name"],
        short_name=f"{cluster.short_name}{ClusterBody.Form(row['form']).label}",
        approved_by=superior,
        place=cluster.place,
        display_order=100,
    )
    if row["superior_of"]:
        world.superiors[row["superior_of"]] = organization
    return Founding(organization, row["type"], superior, date.fromisoformat(row["starts_on"]))


def _describe(world: World) -> None:
    """What the plan does not say: place, superior, situation, term."""
    for number, cell in enumerate(world.cells):
        row = cell.organization
        row.place = cell.place
        row.code = f"329999{number + 1:06d}"
        row.approved_by = world.superiors[_zone(world, cell)]
        mark, number = world.word(cell.system, "mark"), world.inventor.random.randint(3, 98)
        row.approval_no = f"{mark}两新〔{cell.established_on.year}〕{number}号"
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
    assert place, f"{cell.place}没有上级党组织"
    return place.name


def _foundings(world: World) -> list[Founding]:
    """Every branch under its head or the superior of its zone."""
    return [
        Founding(
            cell.organization,
            cell.type_code,
            cell.parent.organization if cell.parent else world.superiors[_zone(world, cell)],
            cell.established_on,
            cell.dissolved_on,
        )
        for cell in world.cells
    ]
