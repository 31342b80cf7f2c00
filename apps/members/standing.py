"""党员身份的时段 — the dated standings that a member's own dates tell."""

from dataclasses import dataclass
from datetime import date

from apps.members.models.member import FULL, NORMAL, PROBATIONARY


@dataclass(frozen=True)
class Span:
    """One stage of one person, from a day to a day (none: still)."""

    stage: str
    starts_on: date
    ends_on: date | None
    party_status: str = NORMAL


def spans(
    *,
    stage: str,
    since: date,
    joined_on: date | None = None,
    full_member_on: date | None = None,
    party_status: str = NORMAL,
) -> list[Span]:
    """What a person in ``stage`` on ``since`` has been, as far as the two dates say.

    A full member was probationary from joining to becoming full; where there was no probation
    (1969–1977) both dates are one. Another 党籍状态 than 正常 is only known of ``since``.
    """
    if stage not in (FULL, PROBATIONARY):
        return [Span(stage, since, None)]
    begins = min(joined_on or since, since)
    full_from = (full_member_on or begins) if stage == FULL else None
    found = []
    if full_from is None or full_from > begins:
        found.append(Span(PROBATIONARY, begins, full_from))
    if full_from is not None:
        found.append(Span(FULL, full_from, None))
    return found if party_status == NORMAL else _broken_off(found, since, party_status)


def _broken_off(found: list[Span], since: date, party_status: str) -> list[Span]:
    """The last span ends on ``since``, where the other status begins."""
    last = found[-1]
    kept = found[:-1]
    if last.starts_on < since:
        kept.append(Span(last.stage, last.starts_on, since))
    return [*kept, Span(last.stage, max(last.starts_on, since), None, party_status)]
