"""写人 — the people of a roster as rows of the register: sealed, indexed, inserted or amended."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

SECRETS = [f for f in Member._meta.concrete_fields if isinstance(f, EncryptedField)]
INDEXES = [f for f in Member._meta.concrete_fields if isinstance(f, BlindIndexField)]


@dataclass(slots=True)
class Person:
    """One person and the rows about them: as a rule one; two when a repeated number was let through."""

    key: int
    uid: UUID
    is_new: bool
    sightings: list[Sighting]
    values: dict[str, Any] = field(init=False)
    """What the rows say together; later ones complete and correct earlier ones."""

    def __post_init__(self) -> None:
        self.values = {}
        for seen in self.sightings:
            self.values |= {name: value for name, value in seen.row.values.items() if value is not None}

    @property
    def seen(self) -> Sighting:
        """The first row, which decides where the person belongs."""
        return self.sightings[0]

    def changed(self) -> set[str]:
        """Fields that differ from what is stored."""
        return {name for seen in self.sightings for name in seen.row.changes}

    def erased(self) -> set[str]:
        """Fields that blank cells erase, and no other row of the person fills."""
        blank = {
            name for seen in self.sightings for name, (_, new) in seen.row.changes.items() if new is None
        }
        return blank - self.values.keys()


def newcomers_of(sightings: Iterable[Sighting], keys: Iterator[int]) -> list[Person]:
    """People nobody knew, each with a key of its own, so that their ties can be written with them."""
    groups: dict[object, list[Sighting]] = defaultdict(list)
    for seen in sightings:
        groups[seen.row.values.get("id_number") or id(seen)].append(seen)
    return [Person(next(keys), row_key(), True, group) for group in groups.values()]


def known_of(sightings: Iterable[Sighting]) -> list[Person]:
    """Registered people a roster says something else about."""
    groups: dict[int, list[Sighting]] = defaultdict(list)
    members: dict[int, Member] = {}
    for seen in sightings:
        if seen.member:
            members[seen.member.pk] = seen.member
            groups[seen.member.pk].append(seen)
    return [Person(key, members[key].uid, False, group) for key, group in groups.items()]


def first_columns(person: Person) -> dict[str, Any]:
    """A newcomer as they will stand in the table. The costly part of an import; asks no database."""
    columns = written_facts(person.values, person.values) | _completed(person.values)
    return {"id": person.key, "uid": person.uid} | as_stored(columns, person.uid)


def amend_known(persons: Sequence[Person]) -> int:
    """Change what the rows say otherwise, and nothing else."""
    rows = []
    for person in persons:
        columns = written_facts(person.values, frozenset(person.changed())) | erased_facts(person.erased())
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
