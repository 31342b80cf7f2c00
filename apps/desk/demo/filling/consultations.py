"""会商 — every body consults as often as it set itself; what is decided leaves as tasks."""

from collections.abc import Iterator
from datetime import date, timedelta

from apps.desk.demo.filling.recipe import Filler
from apps.desk.demo.invention import years_later
from apps.desk.demo.world import OPENING
from apps.organizations.models import ClusterBody
from apps.services.models import Attendee, Consultation, Resolution

MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
MISSED = 0.06
SUBJECTS = ("强链补链项目推进", "企业诉求集中会办", "人才引育用留", "供需对接安排", "新成员单位吸纳")
Form = ClusterBody.Form
KINDS = {Form.TASK_FORCE: Consultation.Kind.JOINT_MEETING, Form.ALLIANCE: Consultation.Kind.DELIBERATION}


def load(filler: Filler) -> None:
    """All consultations since the bodies began, with attendance and resolutions of the last year."""
    held = [one for body in filler.world.bodies.values() for one in _of(filler, body)]
    Consultation.objects.bulk_create(held)
    recent = [one for one in held if _day(one) > filler.world.today - timedelta(days=400)]
    Attendee.objects.bulk_create(
        Attendee(consultation=one, department=department)
        for one in recent
        for department in {filler.draws.department(("cluster", one.body.cluster.name)) for _ in range(3)}
    )
    Resolution.objects.bulk_create(task for one in recent for task in _tasks(filler, one))


def _of(filler: Filler, body: ClusterBody) -> Iterator[Consultation]:
    random, today = filler.world.inventor.random, filler.world.today
    first = max(body.starts_on, OPENING)
    for number, due in enumerate(_due(first, MONTHS[body.consult_frequency], today), start=1):
        day = due + timedelta(days=random.randint(0, 12))
        if day < today and random.random() > MISSED:
            yield Consultation(
                body=body,
                kind=KINDS.get(Form(body.form), Consultation.Kind.REGULAR),
                number=number,
                held_on=day - timedelta(days=max(day.weekday() - 4, 0)),
                agenda=random.choice(SUBJECTS),
                minutes=f"会商{number}：{random.choice(SUBJECTS)}，议定事项交办。",
                status=Consultation.Status.ASSIGNED if day > today - timedelta(days=60) else "cleared",
            )


def _due(first: date, months: int, today: date) -> Iterator[date]:
    """The first tenth of each month or quarter after a body began."""
    start = date(first.year, (first.month - 1) // months * months + 1, 3)
    while start < today:
        if start > first:
            yield start
        start = years_later(start, months / 12)


def _day(one: Consultation) -> date:
    assert one.held_on, one
    return one.held_on


def _tasks(filler: Filler, one: Consultation) -> Iterator[Resolution]:
    """One or two tasks each; those of the last weeks are still open."""
    random, today = filler.world.inventor.random, filler.world.today
    for _ in range(random.randint(1, 2)):
        due = _day(one) + timedelta(days=random.randint(15, 45))
        is_open = _day(one) > today - timedelta(days=30)
        yield Resolution(
            consultation=one,
            text=f"落实{one.agenda}",
            department=filler.draws.department(("cluster", one.body.cluster.name)),
            due_on=due,
            status=Resolution.Status.HANDLING if is_open else Resolution.Status.CLEARED,
            cleared_on=None if is_open else min(due, today - timedelta(days=1)),
            outcome="" if is_open else "已落实",
        )
