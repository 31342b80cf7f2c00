"""组织链 — superiors, cluster bodies and branches, each with its kind and its place in the tree."""

from datetime import date, timedelta

from apps.clusters.models import Place
from apps.core.tree import replant
from apps.desk.demo import sources, terms, ties
from apps.desk.demo.planning import plan
from apps.desk.demo.world import Cell, World
from apps.organizations import workflow
from apps.organizations.kinds import TERM_YEARS, TypeCode
from apps.organizations.models import ClusterBody, OrganizationPlacing, OrganizationState, PartyOrganization

Situation = PartyOrganization.UnitSituation
ROOT = "昆山市"


def load(world: World) -> None:
    """Everything of the organisation chain but its people."""
    _superiors(world)
    _bodies(world)
    world.cells = plan(world)
    _describe(world)
    extended = terms.choose(world)
    PartyOrganization.objects.bulk_create([cell.organization for cell in world.cells])
    terms.write_extensions(world, extended)
    _write_states(world)
    _place(world)
    ties.write_units(world)
    ties.write_coverage(world)
    ties.write_formations(world)


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
    by_name = {str(firm): firm.enterprise for firm in world.all_firms if firm.is_published}
    for row in sources.rows("bodies"):
        world.bodies[row["cluster"]] = ClusterBody.objects.create(
            organization=_body_organization(world, row),
            cluster=world.clusters[row["cluster"]],
            form=row["form"],
            formation_mode=row["formation_mode"],
            consult_frequency=row["consult_frequency"],
            core_enterprise=by_name.get(row["core_enterprise"]),
            starts_on=date.fromisoformat(row["starts_on"]),
        )


def _body_organization(world: World, row: dict[str, str]) -> PartyOrganization:
    founded, cluster = date.fromisoformat(row["starts_on"]), world.clusters[row["cluster"]]
    alliance = row["form"] == ClusterBody.Form.ALLIANCE
    return workflow.found(
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


def _write_states(world: World) -> None:
    """Kind and status since the founding; dissolved ones keep their kind."""
    OrganizationState.objects.bulk_create(state for cell in world.cells for state in _states(cell))


def _states(cell: Cell) -> list[OrganizationState]:
    kind = {"organization": cell.organization, "type_code": cell.type_code}
    states = [OrganizationState(**kind, starts_on=cell.established_on, ends_on=cell.dissolved_on)]
    if cell.dissolved_on:
        dissolved = OrganizationState.Status.DISSOLVED
        states.append(OrganizationState(**kind, status=dissolved, starts_on=cell.dissolved_on))
    return states


def _place(world: World) -> None:
    """Every organisation under its superior, for every day and in today's tree."""
    for cell in world.cells:
        parent = cell.parent.organization if cell.parent else world.superiors[_zone(world, cell)]
        OrganizationPlacing.objects.create(
            organization=cell.organization, parent=parent, starts_on=cell.established_on
        )
        replant(cell.organization, parent)
