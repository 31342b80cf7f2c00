"""轮值 — the branches of a body take turns to host, two months each; a few turns pass unkept."""

from collections.abc import Iterator
from datetime import date, timedelta

from apps.activities.models import Activity, ActivityHost, RotationPlan, RotationSlot
from apps.desk.demo.filling.recipe import Filler
from apps.organizations.models import ClusterBody

TURNS = 6
UNKEPT = 0.1
ACTIVITY_KIND = {
    RotationSlot.Kind.OBSERVATION: Activity.Kind.OBSERVATION,
    RotationSlot.Kind.MATCHING: Activity.Kind.MATCHING,
    RotationSlot.Kind.ROUNDTABLE: Activity.Kind.ROUNDTABLE,
    RotationSlot.Kind.SALON: Activity.Kind.SALON,
}


def load(filler: Filler) -> None:
    """Plans of last year and this for every body that covers organisations."""
    today = filler.world.today
    covering = {cell.cluster for cell in filler.world.cells}
    bodies = [body for cluster, body in filler.world.bodies.items() if cluster in covering]
    plans = RotationPlan.objects.bulk_create(
        RotationPlan(body=body, year=year) for body in bodies for year in (today.year - 1, today.year)
    )
    slots = [slot for plan in plans for slot in _slots(filler, plan)]
    kept = [(slot, slot.activity) for slot in slots if slot.activity]
    Activity.objects.bulk_create(activity for _, activity in kept)
    ActivityHost.objects.bulk_create(
        ActivityHost(activity=activity, organization=slot.organization, is_lead=True)
        for slot, activity in kept
    )
    RotationSlot.objects.bulk_create(slots)


def _slots(filler: Filler, plan: RotationPlan) -> Iterator[RotationSlot]:
    kinds = list(ACTIVITY_KIND)
    for number in range(TURNS):
        first = date(plan.year, 2 * number + 1, 1)
        following = date(plan.year + number // (TURNS - 1), (2 * number + 2) % 12 + 1, 1)
        slot = RotationSlot(
            plan=plan,
            organization=filler.draws.cell(("cluster", plan.body.cluster.name)).organization,
            kind=kinds[number % len(kinds)],
            first_day=first,
            last_day=following - timedelta(days=1),
        )
        _keep(filler, plan.body, slot)
        yield slot


def _keep(filler: Filler, body: ClusterBody, slot: RotationSlot) -> None:
    """Once its time is over, a turn has been kept with an activity, or not."""
    random, today = filler.world.inventor.random, filler.world.today
    if slot.last_day >= today:
        return
    if random.random() < UNKEPT:
        slot.status = RotationSlot.Status.OVERDUE
        return
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
