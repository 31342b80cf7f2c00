"""点单 — orders with the steps they took, who answered them, and what the enterprise said of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import count
from typing import Any

from django.utils import timezone

from apps.core.models import Step
from apps.desk.demo import sources
from apps.desk.demo.filling.draws import Key
from apps.desk.demo.filling.recipe import Filler
from apps.desk.demo.filling.values import in_turn
from apps.desk.demo.sources import Row
from apps.services import working_days
from apps.services.ladder import LADDER, Handler, Level
from apps.services.models import Assignment, Rating, ServiceOrder

Status, Part, Grade = ServiceOrder.Status, Assignment.Status, Rating.Grade
UNRATED = 0.15
LATE_DISPATCH = 0.05
GRADES = {Grade.SATISFIED: 88, Grade.FAIRLY: 11, Grade.DISSATISFIED: 1}
RESULTS = {"solved": 82, "partly": 10, "explained": 8}
STAGES = {Status.PLACED: 2, Status.DISPATCHED: 2, Status.ACCEPTED: 3, Status.HANDLING: 6}
"""Where open orders stand, how often."""

WORDS = {"land": "用地", "recruiting": "招工", "finance": "融资", "talent": "人才", "approval": "审批"} | {
    "market": "市场拓展",
    "technology": "技术协作",
    "policy": "政策兑现",
    "safety": "安全生产",
    "other": "产业链协作",
}
soon = cache(working_days.days_after)


@dataclass
class Case:
    """One order while it is made."""

    order: ServiceOrder
    scope: Key
    steps: list[tuple[str, datetime]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    grade: str = ""

    def take(self, state: str, at: datetime) -> datetime:
        """Let it come to a state."""
        self.steps.append((state, at))
        self.order.status = state
        return at


def load(filler: Filler) -> None:
    """All orders in the order they were placed, numbered year by year."""
    soon.cache_clear()
    cases = [case for line in sources.rows("orders") for case in _cases(filler, line)]
    cases.sort(key=lambda case: case.order.submitted_at)
    numbers: dict[int, Iterator[int]] = {}
    for case in cases:
        year = timezone.localtime(case.order.submitted_at).year
        case.order.number = f"{year}-{next(numbers.setdefault(year, count(1))):06d}"
    ServiceOrder.objects.bulk_create(case.order for case in cases)
    Step.objects.bulk_create((step for case in cases for step in _steps(case)), batch_size=2000)
    Assignment.objects.bulk_create(Assignment(order=case.order, **case.facts) for case in cases if case.facts)
    Rating.objects.bulk_create(
        Rating(order=case.order, grade=case.grade, rated_at=case.steps[-1][1]) for case in cases if case.grade
    )


def _cases(filler: Filler, line: Row) -> Iterator[Case]:
    scope, go = filler.scope(line), _close if line["status"] == "closed" else _leave_open
    for turn in range(int(line["count"])):
        case = Case(_order(filler, line, turn), scope)
        go(filler, case, line)
        yield case


def _order(filler: Filler, line: Row, turn: int) -> ServiceOrder:
    scope, category = filler.scope(line), in_turn(line["category"], turn)
    day = filler.days.drawn(line["submitted"])
    at = _moment(filler, day, 9, 16)
    about = in_turn(line["description"], turn) or WORDS[category]
    return ServiceOrder(
        enterprise=filler.draws.enterprise(scope),
        body=filler.draws.body(scope),
        category=category,
        channel=in_turn(line["channel"], turn),
        level=in_turn(line["level"], turn),
        description=f"{about}方面需要协调解决的问题",
        submitted_at=at,
        dispatch_by=_at(soon(day, 1), at),
    )


def _close(filler: Filler, case: Case, line: Row) -> None:
    """From placing to rating; ``days`` is how many working days it took."""
    random, order = filler.world.inventor.random, case.order
    at = _accept(filler, case)
    fewest, _, most = line["days"].partition("..")
    limit = _limit(order)
    taken = min(random.randint(int(fewest), int(most)), limit + 2 if random.random() < 0.07 else limit)
    closed = case.take(
        Status.RESOLVED, _at(soon(timezone.localtime(at).date(), taken), at) + timedelta(hours=1)
    )
    order.result, order.outcome = filler.world.inventor.weighted(RESULTS), "已办理并回访"
    case.facts |= {"status": Part.FINISHED, "finished_at": closed}
    if random.random() > UNRATED:
        case.grade = filler.world.inventor.weighted(GRADES)
        case.take(Status.RATED, closed + timedelta(days=1, hours=2))


def _leave_open(filler: Filler, case: Case, line: Row) -> None:
    """Somewhere on the way: waiting, sent out, taken on, in hand; some past due."""
    stage = filler.world.inventor.weighted(STAGES)
    at = case.order.submitted_at
    if stage == Status.PLACED:
        case.take(Status.PLACED, at)
    elif stage == Status.DISPATCHED:
        _dispatch(filler, case)
    else:
        at = _accept(filler, case)
        if stage == Status.HANDLING:
            case.take(Status.HANDLING, at + timedelta(hours=2))


def _dispatch(filler: Filler, case: Case) -> datetime:
    random, order = filler.world.inventor.random, case.order
    placed = case.take(Status.PLACED, order.submitted_at)
    hours = 30 if random.random() < LATE_DISPATCH else random.randint(1, 7)
    at = case.take(Status.DISPATCHED, placed + timedelta(hours=hours))
    order.due_on = soon(timezone.localtime(at).date(), _limit(order))
    handler = LADDER[Level(order.level)].handler
    case.facts = {"handler": handler, "dispatched_at": at, "due_on": order.due_on}
    case.facts |= _answerer(filler, case, handler)
    return at


def _accept(filler: Filler, case: Case) -> datetime:
    at = case.take(Status.ACCEPTED, _dispatch(filler, case) + timedelta(hours=3))
    case.facts |= {"status": Part.ACCEPTED, "accepted_at": at}
    return at


def _answerer(filler: Filler, case: Case, handler: Handler) -> dict[str, Any]:
    draw: dict[Handler, Callable[[], dict[str, Any]]] = {
        Handler.COMMISSIONER: lambda: {"member": filler.draws.official(case.scope)},
        Handler.DEPARTMENT: lambda: {"department": filler.draws.department(case.scope)},
        Handler.CHIEF: lambda: {"member": filler.draws.official(case.scope)},
        Handler.JOINT_MEETING: lambda: {"organization": filler.draws.body(case.scope).organization},
    }
    return draw[handler]()


def _limit(order: ServiceOrder) -> int:
    return LADDER[Level(order.level)].working_days


def _steps(case: Case) -> Iterator[Step]:
    was = ""
    for state, at in case.steps:
        yield Step(model=ServiceOrder._meta.label_lower, key=case.order.pk, was=was, state=state, at=at)
        was = state


def _moment(filler: Filler, day: date, first: int, last: int) -> datetime:
    random = filler.world.inventor.random
    return timezone.make_aware(
        datetime.combine(day, time(random.randint(first, last), random.randint(0, 59)))
    )


def _at(day: date, like: datetime) -> datetime:
    """The same time on another day."""
    return timezone.make_aware(datetime.combine(day, timezone.localtime(like).time()))
