"""选派 — red commissioners from their work stations, and students who assist on the chain."""

from collections.abc import Iterator
from datetime import timedelta

from apps.clusters.models import Institution
from apps.desk.demo import people, sources
from apps.desk.demo.filling.recipe import Filler
from apps.desk.demo.world import Person
from apps.members.models import Liaison
from apps.services.models import Guidance, StationPosting
from apps.sites.models import Site

TOPICS = ("组织组建", "惠企政策", "用工需求", "融资需求", "党员发展")


def load(filler: Filler) -> None:
    """Postings of commissioners, 青柠助理, and what liaisons did lately."""
    stations = list(Site.objects.stations().order_by("pk"))
    commissioners = [person.member for person in filler.world.commissioners]
    station_of = dict(zip((member.pk for member in commissioners), stations, strict=True))
    sent = list(Liaison.objects.filter(kind=Liaison.Kind.COMMISSIONER).order_by("pk"))
    StationPosting.objects.bulk_create(
        StationPosting(liaison=one, station=station_of[one.member_id], starts_on=one.starts_on)
        for one in sent
    )
    Liaison.objects.bulk_create(_assistants(filler))
    Guidance.objects.bulk_create(_guidances(filler, sent))


def _assistants(filler: Filler) -> Iterator[Liaison]:
    """青柠助理 — young people of the universities, each at one enterprise."""
    for line in sources.rows("assistants"):
        scope = filler.scope(line)
        students = [_student(filler) for _ in range(int(line["count"]))]
        people.register(students)
        for person in students:
            university: Institution = filler.draws.institution(scope)
            yield Liaison(
                member=person.member,
                enterprise=filler.draws.enterprise(scope),
                kind=Liaison.Kind.ASSISTANT,
                university=university,
                starts_on=filler.days.drawn(line["starts_on"]),
            )


def _student(filler: Filler) -> Person:
    inventor, today = filler.world.inventor, filler.world.today
    facts = inventor.facts(today, youngest=22, oldest=26) | {"work_started_on": None, "post_type": ""}
    applied = facts["birth_date"] + timedelta(days=19 * 366)
    return Person(inventor.member_of(facts, applied_on=applied))


def _guidances(filler: Filler, sent: list[Liaison]) -> Iterator[Guidance]:
    """定向指导 — every third commissioner's tie has some recent ones."""
    random, today = filler.world.inventor.random, filler.world.today
    for liaison in sent[::3]:
        day = today - timedelta(days=random.randint(5, 150))
        if liaison.starts_on <= day:
            yield Guidance(liaison=liaison, held_on=day, topic=random.choice(TOPICS), result="已答复")
