"""活动 — what was held, by whom together, and who came."""

from collections.abc import Iterator

from apps.activities.models import Activity, ActivityHost, Attendance
from apps.desk.demo.filling.recipe import BODY, Filler
from apps.desk.demo.sources import Row
from apps.organizations.models import PartyOrganization

EXCUSED = 0.1
GUESTS = 0.4
"""Of those who come, so many come as guests of the hosts, the others for their own branch."""


def load(filler: Filler) -> None:
    """Activities with hosts and attendance."""
    made = filler.fill(Activity, "activities")
    ActivityHost.objects.bulk_create(
        host for line, activity in made for host in _hosts(filler, line, activity)
    )
    Attendance.objects.bulk_create(
        (one for line, activity in made if line["attend"] for one in _attendance(filler, line, activity)),
        batch_size=2000,
    )


def _hosts(filler: Filler, line: Row, activity: Activity) -> Iterator[ActivityHost]:
    """``body``, ``superior``, ``2``, ``body+2``: who leads stands first."""
    leads = True
    for organization in dict.fromkeys(_named(filler, line)):
        yield ActivityHost(activity=activity, organization=organization, is_lead=leads)
        leads = False


def _named(filler: Filler, line: Row) -> Iterator[PartyOrganization]:
    scope = filler.scope(line)
    for part in line["hosts"].split("+"):
        if part.isdecimal():
            yield from (filler.draws.cell(scope).organization for _ in range(int(part)))
        elif part == BODY:
            yield filler.draws.body(scope).organization
        else:
            yield filler.world.superiors[filler.world.county(filler.draws.place(scope))]


def _attendance(filler: Filler, line: Row, activity: Activity) -> Iterator[Attendance]:
    random, scope = filler.world.inventor.random, filler.scope(line)
    people = {}
    for _ in range(int(line["attend"])):
        person = filler.draws.person(scope)
        people[person.member.pk] = person
    for person in people.values():
        excused = random.random() < EXCUSED
        stands_for = person.cell.organization if person.cell and random.random() > GUESTS else None
        yield Attendance(
            activity=activity,
            member=person.member,
            organization=stands_for,
            status=Attendance.Status.EXCUSED if excused else Attendance.Status.PRESENT,
            reason="出差" if excused else "",
        )
