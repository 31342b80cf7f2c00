"""写人 — the people of a roster as rows of the register: sealed, indexed, inserted or amended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from apps.core import bulk
from apps.core.fields import BlindIndexField, EncryptedField, row_key
from apps.core.identifiers import birth_date_of, sex_of
from apps.core.pinyin import beside
from apps.members.importing.facts import erased_facts, written_facts
from apps.members.importing.sighting import Sighting
from apps.members.models import Member
from apps.rosters.rows import Row

SECRETS = [f for f in Member._meta.concrete_fields if isinstance(f, EncryptedField)]
INDEXES = [f for f in Member._meta.concrete_fields if isinstance(f, BlindIndexField)]


@dataclass(slots=True)
class Person:
    """One person and the rows about them: as a rule one; two when a repeated number was let through."""

    key: int
    uid: UUID
    is_new: bool
    sightings: list[Sighting] = field(default_factory=list)
    columns: Mapping[str, Any] | None = None
    """A newcomer's columns as they will stand in the table, where they have been sealed beforehand."""

    @property
    def seen(self) -> Sighting:
        """The first row, which decides where the person belongs."""
        return self.sightings[0]

    def values(self) -> dict[str, Any]:
        """What the rows say together; later ones complete and correct earlier ones."""
        said: dict[str, Any] = {}
        for seen in self.sightings:
            said |= {name: value for name, value in seen.row.values.items() if value is not None}
        return said

    def changed(self) -> set[str]:
        """Fields that differ from what is stored."""
        return {name for seen in self.sightings for name in seen.row.changes}

    def erased(self) -> set[str]:
        """Fields that blank cells erase, and no other row of the person fills."""
        blank = {
            name for seen in self.sightings for name, (_, new) in seen.row.changes.items() if new is None
        }
        return blank - self.values().keys()


Sealed = Mapping[int, tuple[UUID, Mapping[str, Any]]]
"""Place of a row in its batch → uid and columns of the newcomer it is about."""


def seal_ahead(rows: Sequence[Row]) -> Sealed:
    """The costly part of writing newcomers; asks no database, so that it can be done while one is busy."""
    return {place: _sealed(row.values) for place, row in enumerate(rows) if not row.known}


def _sealed(said: Mapping[str, Any]) -> tuple[UUID, Mapping[str, Any]]:
    uid = row_key()
    values = {name: value for name, value in said.items() if value is not None}
    return uid, as_stored(written_facts(values, values) | _completed(values), uid)


def persons_of(sightings: Sequence[Sighting], sealed: Sealed) -> list[Person]:
    """Rows by person; newcomers get their keys here, so that their ties can be written with them."""
    places = {id(seen): place for place, seen in enumerate(sightings)}
    groups: dict[object, list[Sighting]] = {}
    for seen in sightings:
        number = seen.row.values.get("id_number")
        identity = seen.member.pk if seen.member else number or id(seen)
        groups.setdefault(identity, []).append(seen)
    newcomers = sum(group[0].member is None for group in groups.values())
    keys = iter(bulk.next_keys(Member, newcomers) if newcomers else [])
    return [
        Person(member.pk, member.uid, False, group)
        if (member := group[0].member)
        else _newcomer(next(keys), group, sealed.get(places[id(group[0])]))
        for group in groups.values()
    ]


def _newcomer(key: int, group: list[Sighting], sealed: tuple[UUID, Mapping[str, Any]] | None) -> Person:
    """Several rows say together what was sealed row by row, and are sealed anew."""
    if sealed is None or len(group) > 1:
        return Person(key, row_key(), True, group)
    uid, columns = sealed
    return Person(key, uid, True, group, columns)


def insert_newcomers(persons: Sequence[Person]) -> int:
    """Register people nobody knew."""
    rows = []
    for person in persons:
        columns = person.columns
        if columns is None:
            values = person.values()
            columns = as_stored(written_facts(values, values) | _completed(values), person.uid)
        rows.append({"id": person.key, "uid": person.uid, **columns})
    return bulk.insert(Member, rows)


def amend_known(persons: Sequence[Person]) -> int:
    """Change what the rows say otherwise, and nothing else."""
    rows = []
    for person in persons:
        columns = written_facts(person.values(), frozenset(person.changed())) | erased_facts(person.erased())
        if columns:
            rows.append({"id": person.key} | as_stored(columns, person.uid))
    return bulk.amend(Member, rows)


def _completed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Birth date and sex from a right ID number, where the roster is silent or knows only the month."""
    number = values.get("id_number")
    if not number or len(number) != 18:
        return {}
    born: date | None = birth_date_of(number)
    found: dict[str, Any] = {}
    if born and (not values.get("birth_date") or values.get("birth_date_precision", "D") != "D"):
        found |= {"birth_date": born, "birth_date_precision": "D"}
    if not values.get("sex"):
        found["sex"] = sex_of(number) or ""
    return found


def as_stored(columns: dict[str, Any], uid: UUID) -> dict[str, Any]:
    """Columns as they stand in the table: indexes beside what they index, secrets sealed."""
    stored = dict(columns)
    if "name" in columns:
        stored |= beside(columns["name"])
    for index in INDEXES:
        if index.source in columns:
            stored[index.attname] = index.indexed(columns[index.source])
    for secret in SECRETS:
        if columns.get(secret.attname):
            stored[secret.attname] = secret.sealed(columns[secret.attname], uid)
    return stored
