"""轮值 — the branches of a body take turns to host, two months each; a few turns pass unkept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from apps.activities.models import Activity, ActivityHost, RotationPlan, RotationSlot
from apps.desk.demo.filling.recipe import Filler
from apps.organizations.models import ClusterBody, PartyOrganization

TURNS = 6
UNKEPT = 0.1
ACTIVITY_KIND = {
    RotationSlot.Kind.OBSERVATION: Activity.Kind.OBSERVATION,
    RotationSlot.Kind.MATCHING: Activity.Kind.MATCHING,
    RotationSlot.Kind.ROUNDTABLE: Activity.Kind.ROUNDTABLE,
    RotationSlot.Kind.SALON: Activity.Kind.SALON,
}


@dataclass
class Turn:
    """One turn with the activity that kept it, if any did."""

    slot: RotationSlot
    host: PartyOrganization
    activity: Activity | None


def load(filler: Filler) -> None:
    """Plans of last year and this for every body that covers organisations."""
    today = filler.world.today
    covering = {cell.cluster for cell in filler.world.cells}
    bodies = [body for cluster, body in filler.world.bodies.items() if cluster in covering]
    plans = RotationPlan.objects.bulk_create(
        RotationPlan(body=body, year=year) for body in bodies for year in (today.year - 1, today.year)
    )
    turns = [turn for plan in plans for turn in _turns(filler, plan)]
    held = [turn for turn in turns if turn.activity]
    Activity.objects.bulk_create(turn.activity for turn in held)
    ActivityHost.objects.bulk_create(
        ActivityHost(activity=turn.activity, organization=turn.host, is_lead=True) for turn in held
    )
    RotationSlot.objects.bulk_create(turn.slot for turn in turns)


def _turns(filler: Filler, plan: RotationPlan) -> Iterator[Turn]:
    kinds = list(ACTIVITY_KIND)
    for number in range(TURNS):
        first = date(plan.year, 2 * number + 1, 1)
        following = date(plan.year + number // (TURNS - 1), (2 * number + 2) % 12 + 1, 1)
        host = filler.draws.cell(("cluster", plan.body.cluster.name)).organization
        slot = RotationSlot(
            plan=plan,
            organization=host,
            kind=kinds[number % len(kinds)],
            first_day=first,
            last_day=following - timedelta(days=1),
        )
        yield Turn(slot, host, _kept(filler, plan.body, slot))


def _kept(filler: Filler, body: ClusterBody, slot: RotationSlot) -> Activity | None:
    """What the host did in its turn; sets how the turn stands."""
    random, today = filler.world.inventor.random, filler.world.today
    if slot.last_day >= today:
        return None
    if random.random() < UNKEPT:
        slot.status = RotationSlot.Status.OVERDUE
        return None
    slot.status = RotationSlot.Status.HELD
    slot.activity = Activity(
        title=f"{body.cluster}{slot.get_kind_display()}",
        kind=ACTIVITY_KIND[RotationSlot.Kind(slot.kind)],
        status=Activity.Status.ARCHIVED,
        held_on=filler.world.inventor.day(slot.first_day, slot.last_day),
        cluster=body.cluster,
        headcount=random.randint(15, 40),
        external_headcount=random.randint(2, 12),
        deal_intents=random.randint(0, 5),
    )
    return slot.activity
