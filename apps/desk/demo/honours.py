"""荣誉 — the six sessions of 党员工匠 in 高新区, and the city's yearly honours."""

from collections.abc import Iterator

from apps.desk.demo.world import HIGH_TECH, OPENING, World
from apps.members.models import Honour

SESSIONS = {2017: 10, 2018: 10, 2019: 11, 2020: 11, 2021: 11, 2022: 12}
"""党员工匠: six sessions, 65 people (published: 连续6年评选65名)."""
NUMERALS = "一二三四五六"
YEARLY_HONOURS = 110


def artisans(world: World) -> Iterator[Honour]:
    """Those longest in the Party first, so that everybody was a member when named."""
    longest = sorted(world.steady(HIGH_TECH), key=lambda person: person.member.joined_on or OPENING)
    people = iter(longest)
    for session, (year, wanted) in enumerate(SESSIONS.items(), start=1):
        for _ in range(wanted):
            yield Honour(
                member=next(people).member,
                kind=Honour.Kind.ARTISAN,
                title=f"昆山高新区第{NUMERALS[session - 1]}届党员工匠",
                level=Honour.Level.TOWN,
                session_no=session,
                year=year,
                awarded_by="昆山高新区（演示）",
            )


def others(world: World) -> Iterator[Honour]:
    draw = world.inventor.random
    for person in draw.sample([p for p in world.people if p.cell and p.stays], YEARLY_HONOURS):
        kind = draw.choice((Honour.Kind.MODEL_MEMBER, Honour.Kind.MODEL_MEMBER, Honour.Kind.MODEL_WORKER))
        yield Honour(
            member=person.member,
            kind=kind,
            title=f"昆山市{kind.label}",
            level=Honour.Level.COUNTY,
            year=draw.choice([year for year in (2021, 2023, 2024, 2025, 2026) if year <= world.today.year]),
            awarded_by="中共昆山市委（演示）",
        )
