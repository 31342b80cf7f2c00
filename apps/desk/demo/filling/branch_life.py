"""组织生活 — every branch, each month of the last year: theme day, committee, quarterly meeting, lecture."""

from collections.abc import Iterator
from datetime import date, timedelta

from apps.activities.models import Activity, ActivityHost, Attendance, Meeting
from apps.core.period import Period
from apps.desk.demo.filling.recipe import Filler
from apps.desk.demo.world import Cell, Person

MONTHS = 13
MISSED = 0.03
ATTENDED_MONTHS = 3
"""For so many months back it is known who came."""

PRESENT = 0.88
THEMES = ("学习党章", "重温入党誓词", "技术攻关结对", "走进社区服务", "学习优秀党员事迹", "安全生产我带头")
Kind = Meeting.Kind
Held = tuple[Cell, Activity, list[Person]]


def load(filler: Filler) -> None:
    """Activities of one host each, the meetings they count as, and who came lately."""
    held = [one for cell in filler.world.homes for one in _of(filler, cell)]
    Activity.objects.bulk_create((activity for _, activity, _ in held), batch_size=2000)
    ActivityHost.objects.bulk_create(
        (ActivityHost(activity=a, organization=cell.organization, is_lead=True) for cell, a, _ in held),
        batch_size=2000,
    )
    Meeting.objects.bulk_create((m for one in held for m in _meetings(filler, *one)), batch_size=2000)
    since = filler.world.today - timedelta(days=ATTENDED_MONTHS * 31)
    recent = [one for one in held if one[1].held_on > since]
    Attendance.objects.bulk_create((a for one in recent for a in _attendance(filler, *one)), batch_size=2000)


def _of(filler: Filler, cell: Cell) -> Iterator[Held]:
    random, today = filler.world.inventor.random, filler.world.today
    for month in _months(today):
        day = filler.world.inventor.day(month.start, min(month.end, today - timedelta(days=1)))
        if (month.end < today and random.random() < MISSED) or not cell.stands(day) or day >= today:
            continue
        people = [p for p in filler.world.members_of(cell) if p.spells[-1].starts_on <= day]
        yield cell, _activity(filler, cell, day, len(people)), people


def _months(today: date) -> list[Period]:
    months = [Period.month(today.year, today.month)]
    while len(months) < MONTHS:
        months.append(months[-1].previous())
    return months[::-1]


def _activity(filler: Filler, cell: Cell, day: date, members: int) -> Activity:
    return Activity(
        title=f"主题党日：{filler.world.inventor.random.choice(THEMES)}",
        kind=Activity.Kind.PARTY_LIFE,
        status=Activity.Status.ARCHIVED,
        held_on=day,
        place=cell.place,
        cluster=filler.world.clusters[cell.cluster],
        headcount=round(members * PRESENT),
    )


def _meetings(filler: Filler, cell: Cell, activity: Activity, people: list[Person]) -> Iterator[Meeting]:
    kinds = [Kind.THEME_DAY, Kind.COMMITTEE]
    if activity.held_on.month % 3 == 2:
        kinds += [Kind.GENERAL, Kind.LECTURE]
    for kind in kinds:
        whole = kind != Kind.COMMITTEE
        yield Meeting(
            activity=activity,
            organization=cell.organization,
            kind=kind,
            due=len(people) if whole else min(len(people), 4),
            present=round(len(people) * PRESENT) if whole else min(len(people), 4),
        )


def _attendance(filler: Filler, cell: Cell, activity: Activity, people: list[Person]) -> Iterator[Attendance]:
    random, status = filler.world.inventor.random, Attendance.Status
    for person in people:
        came = random.random() < PRESENT
        yield Attendance(
            activity=activity,
            member=person.member,
            status=status.PRESENT if came else random.choice((status.EXCUSED, status.ABSENT)),
        )
