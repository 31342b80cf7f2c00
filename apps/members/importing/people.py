"""找人 — who the rows of a roster are about, asked of the register in a few queries."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.core.identifiers import birth_date_of
from apps.core.remit import Remit
from apps.members.models import Member
from apps.rosters.rows import Row

CHUNK = 5000
MARK = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ID_INDEX = Member._meta.get_field("id_index")
MOBILE_INDEX = Member._meta.get_field("mobile_index")


@dataclass(slots=True)
class People:
    """找到的人 — those the uploader may see, and the rows about somebody the uploader may not."""

    known: dict[int, Member] = field(default_factory=dict)
    """Place of the row → the person."""
    outside: set[int] = field(default_factory=set)


def find_people(rows: Sequence[Row], remit: Remit) -> People:
    """By ID number; a person outside the remit is noticed and not said."""
    wanted: dict[bytes, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        number = row.values.get("id_number")
        if number:
            wanted[ID_INDEX.indexed(number) or b""].append(place)
    found = People()
    reached = Member.objects.within(remit)
    for member in _asked(reached, "id_index", wanted):
        for place in wanted.pop(bytes(member.id_index)):
            found.known[place] = member
    if not remit.is_everything:
        for member in _asked(Member.objects.only("id_index"), "id_index", wanted):
            found.outside.update(wanted[bytes(member.id_index)])
    return found


def find_by_mark(rows: Sequence[Row], remit: Remit) -> dict[int, Member]:
    """By 系统编号, for rows of an exported roster that give no whole ID number; within the remit only."""
    wanted: dict[UUID, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        mark = row.asides.get("person_uid")
        if mark and MARK.fullmatch(mark) and not row.values.get("id_number"):
            wanted[UUID(mark)].append(place)
    return {
        place: member
        for member in _asked(Member.objects.within(remit), "uid", wanted)
        for place in wanted[member.uid]
    }


def find_by_name(rows: Sequence[Row], places: Iterable[int], remit: Remit) -> dict[int, list[Member]]:
    """People with the name and birth date of rows that have no ID number, to be confirmed by hand."""
    wanted = {place: rows[place].values for place in places}
    names = {values["name"] for values in wanted.values() if values.get("name")}
    alike: dict[tuple[str, date | None], list[Member]] = defaultdict(list)
    for member in _asked(Member.objects.within(remit), "name", names):
        alike[member.name, member.birth_date].append(member)
    return {
        place: alike[values["name"], values["birth_date"]]
        for place, values in wanted.items()
        if values.get("birth_date") and (values.get("name"), values["birth_date"]) in alike
    }


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody else who has the row's name and birth date, or its phone; nameless when outside the remit."""

    place: int
    name: str


def namesakes(rows: Sequence[Row], known: dict[int, Member], remit: Remit) -> Iterator[Doubt]:
    """C03: registered people with the name and birth date of a newcomer."""
    wanted: dict[tuple[str, date], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        born = birth_of(row)
        if place not in known and born and row.values.get("name"):
            wanted[row.values["name"], born].append(place)
    columns = ("pk", "name", "birth_date")
    names = {name for name, _ in wanted}
    yield from _doubts(
        lambda people: _rows(people, "name", names, columns),
        lambda row: wanted.get((row[1], row[2]), ()),
        remit,
    )


def phone_sharers(rows: Sequence[Row], known: dict[int, Member], remit: Remit) -> Iterator[Doubt]:
    """C22: registered people, other than the row's own, who have its mobile."""
    wanted: dict[bytes, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.values.get("mobile"):
            wanted[MOBILE_INDEX.indexed(row.values["mobile"]) or b""].append(place)

    def others(row: tuple) -> list[int]:
        places = wanted.get(bytes(row[2]), ())
        return [place for place in places if place not in known or known[place].pk != row[0]]

    columns = ("pk", "name", "mobile_index")
    yield from _doubts(lambda people: _rows(people, "mobile_index", wanted, columns), others, remit)


def birth_of(row: Row) -> date | None:
    """From the ID number."""
    number = row.values.get("id_number")
    return birth_date_of(number) if number and len(number) == 18 else None


def _doubts(
    ask: Callable[[QuerySet], Iterator[tuple]], places_of: Callable[[tuple], Iterable[int]], remit: Remit
) -> Iterator[Doubt]:
    found = [(row, list(places_of(row))) for row in ask(Member.objects.order_by("pk"))]
    found = [(row, places) for row, places in found if places]
    keys = [row[0] for row, _ in found]
    seen = set(Member.objects.within(remit).filter(pk__in=keys).values_list("pk", flat=True))
    for row, places in found:
        for place in places:
            yield Doubt(place, row[1] if row[0] in seen else "")


def _rows(people: QuerySet, field: str, wanted: Iterable[Any], columns: tuple[str, ...]) -> Iterator[tuple]:
    for chunk in _chunks(wanted):
        yield from people.filter(**{f"{field}__among": chunk}).values_list(*columns)


def _asked(people: QuerySet, field: str, wanted: Iterable[Any]) -> Iterator[Member]:
    for chunk in _chunks(wanted):
        yield from people.filter(**{f"{field}__among": chunk}).order_by("pk")


def _chunks(wanted: Iterable[Any]) -> Iterator[frozenset[Any]]:
    """Django goes through lists, value by value, and leaves sets alone."""
    waiting = iter(list(wanted))
    while chunk := frozenset(islice(waiting, CHUNK)):
        yield chunk
