"""写阶段 — what the people of a roster are to the Party, since when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.core import bulk
from apps.core.dates import add_years
from apps.members.importing.persons import Person
from apps.members.importing.sighting import MEMBERS
from apps.members.models import MemberStanding
from apps.members.models.member import FULL, NORMAL, PROBATIONARY
from apps.members.standing import Span, spans

TELLING = {"member_category", "stage", "party_status", "joined_on", "full_member_on"}


def stage_of(values: Mapping[str, Any], on: date) -> str:
    """What the roster says; where it is silent, what its dates say: nobody on a list of members is none."""
    said = values.get("member_category") or values.get("stage")
    if said:
        return str(said)
    joined = values.get("joined_on")
    on_probation = joined and not values.get("full_member_on") and add_years(joined, 1) > on
    return PROBATIONARY if on_probation else FULL


def first_standings(person: Person, on: date) -> list[dict[str, Any]]:
    """For a newcomer: probation and full membership as the dates tell them."""
    return [_row(person.key, span) for span in _told(person.values, on)]


def _told(facts: Mapping[str, Any], on: date) -> list[Span]:
    return spans(
        stage=stage_of(facts, on),
        since=on,
        joined_on=facts.get("joined_on"),
        full_member_on=facts.get("full_member_on"),
        party_status=facts.get("party_status") or NORMAL,
    )


def _row(key: int, span: Span) -> dict[str, Any]:
    return {
        "member_id": key,
        "stage": span.stage,
        "party_status": span.party_status,
        "starts_on": span.starts_on,
        "ends_on": span.ends_on,
    }


@dataclass(frozen=True, slots=True)
class Retelling:
    """One person's standings before and after."""

    kept: list[MemberStanding]
    gone: list[MemberStanding]
    new: list[dict[str, Any]]


def retell_standings(persons: Sequence[Person], on: date) -> None:
    """For known people whose stage, status or dates have changed; what did not change is not touched."""
    concerned = [person for person in persons if person.changed() & TELLING]
    stored: dict[int, list[MemberStanding]] = defaultdict(list)
    rows = MemberStanding.objects.filter(member__in=[p.key for p in concerned]).order_by("starts_on", "pk")
    for row in rows:
        stored[row.member_id].append(row)
    retold = [_retold(person, stored[person.key], on) for person in concerned]
    MemberStanding.objects.filter(pk__in=[row.pk for r in retold for row in r.gone]).delete()
    bulk.insert(MemberStanding, [row for r in retold for row in r.new])


def _retold(person: Person, stored: list[MemberStanding], on: date) -> Retelling:
    """The member's spans told anew from the dates; what came before them, and a past 停止党籍, stays."""
    member, values = person.seen.member, person.values
    standing = person.seen.ties.standing
    facts = {
        "joined_on": values.get("joined_on") or (member and member.joined_on),
        "full_member_on": values.get("full_member_on") or (member and member.full_member_on),
        "member_category": values.get("member_category") or (standing and standing.stage),
        "stage": values.get("stage"),
        "party_status": values.get("party_status") or (standing and standing.party_status),
    }
    told = _told(facts, on)
    if any(row.party_status != NORMAL for row in stored):
        told = [Span(told[-1].stage, max(on, stored[-1].starts_on), None, told[-1].party_status)]
    begins = told[0].starts_on
    rows = [_row(person.key, span) for span in told]
    for row in stored:
        if row.starts_on < begins and (row.stage not in MEMBERS or row.party_status != NORMAL):
            ends = min(row.ends_on, begins) if row.ends_on else begins
            rows.append(_row(person.key, Span(row.stage, row.starts_on, ends, row.party_status)))
    return _difference(stored, rows)


def _difference(stored: list[MemberStanding], rows: list[dict[str, Any]]) -> Retelling:
    def content(row: MemberStanding) -> tuple:
        return (row.stage, row.party_status, row.starts_on, row.ends_on)

    wanted = {(r["stage"], r["party_status"], r["starts_on"], r["ends_on"]): r for r in rows}
    kept = [row for row in stored if content(row) in wanted]
    gone = [row for row in stored if content(row) not in wanted]
    held = {content(row) for row in kept}
    return Retelling(kept, gone, [row for said, row in wanted.items() if said not in held])
