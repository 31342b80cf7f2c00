"""人员栏目 — which column of the register each field of the roster is, and how it is written and read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Field, PositiveSmallIntegerField, SmallIntegerField

from apps.core.fields import EncryptedField
from apps.core.judgement import Issue, error
from apps.members.models import Member


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Fact:
    """One column of a person under its roster name."""

    column: str
    write: Callable[[Any], Any] = _same
    read: Callable[[Any], Any] = _same

    @property
    def field(self) -> Field:
        """The model's field."""
        return Member._meta.get_field(self.column)  # type: ignore[return-value]


FRONTLINE = Fact("frontline", lambda value: "是" if value else "否", lambda stored: stored == "是")
RENAMED = {
    "registered_addr": Fact("registered_address"),
    "floating": Fact("is_floating"),
    "float_to": Fact("floats_to"),
    "lost_contact": Fact("is_lost"),
    "honors": Fact("honours_note"),
    "party_age_correction_months": Fact("party_age_correction"),
    "frontline": FRONTLINE,
}
SAME = (
    *("name", "id_type", "id_number", "sex", "ethnicity", "birth_date", "native_place", "birth_place"),
    *("education", "degree", "school", "major", "applied_on", "activist_on", "candidate_on", "joined_on"),
    *("full_member_on", "probation_extended_months", "introducers", "post_type", "tech_title"),
    *("work_started_on", "new_stratum", "is_migrant", "mobile", "landline", "address", "archive_place"),
    *("lost_on", "lost_reason", "remark"),
)
FACTS: dict[str, Fact] = {name: Fact(name) for name in SAME} | RENAMED
PRECISE = ("birth_date", "joined_on", "full_member_on")
"""Dates that keep how much of them is known."""

ERASABLE = frozenset(FACTS) - {"name", "id_number", "id_type", "sex", "birth_date"}
"""What a blank cell may erase: not who somebody is."""


LONGEST: dict[str, int] = {
    name: fact.field.max_length
    for name, fact in FACTS.items()
    if isinstance(fact.field, CharField) and fact.field.max_length
}
AMOUNTS = [
    name
    for name, fact in FACTS.items()
    if isinstance(fact.field, SmallIntegerField | PositiveSmallIntegerField)
]
MOST = 1200


def stored_facts(member: Member, fields: frozenset[str]) -> dict[str, Any]:
    """What the register says about a person, under the names of the roster; nothing said is ``None``."""
    said: dict[str, Any] = {}
    for name in fields & FACTS.keys():
        fact = FACTS[name]
        value = getattr(member, fact.column)
        said[name] = None if value is None or value == "" else fact.read(value)
    for name in PRECISE:
        if said.get(name):
            said[f"{name}_precision"] = getattr(member, f"{name}_precision")
    return said


def written_facts(values: Mapping[str, Any], fields: Mapping[str, Any] | frozenset[str]) -> dict[str, Any]:
    """Column → value for those of ``fields`` that say something."""
    columns: dict[str, Any] = {}
    for name in fields:
        value = values.get(name)
        if name not in FACTS or value is None:
            continue
        fact = FACTS[name]
        columns[fact.column] = fact.write(value)
        if name in PRECISE:
            columns[f"{fact.column}_precision"] = values.get(f"{name}_precision", "D")
    return columns


def erased_facts(fields: Iterable[str]) -> dict[str, Any]:
    """Column → nothing, as the column writes it, for fields that blank cells erase."""
    columns = (FACTS[name] for name in fields if name in ERASABLE)
    return {fact.column: None if fact.field.null else "" for fact in columns}


def unfit(values: Mapping[str, Any]) -> Iterator[Issue]:
    """Values the register has no room for."""
    for name, longest in LONGEST.items():
        value = values.get(name)
        if value is not None and isinstance(value, str) and len(value) > longest:
            yield error("TEXT_TOO_LONG", f"超过{longest}字，请缩短", field=name)
    for name in AMOUNTS:
        value = values.get(name)
        if value is not None and abs(value) > MOST:
            yield error("NUMBER_TOO_LARGE", "数字过大，请核对", field=name)


def contradictions(facts: Mapping[str, Any]) -> Iterator[Issue]:
    """Dates the register itself refuses, in the words of its constraints."""
    born, joined, full = (_day(facts.get(name)) for name in PRECISE)
    if joined and full and full < joined:
        yield error("DATES_ORDER", "转正日期不能早于入党日期。", field="full_member_on")
    if born and joined and joined <= born:
        yield error("DATES_ORDER", "入党日期不能早于出生日期。", field="joined_on")


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


ENCRYPTED = tuple(
    field.attname for field in Member._meta.concrete_fields if isinstance(field, EncryptedField)
)
