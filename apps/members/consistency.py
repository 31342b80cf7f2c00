"""一致性规则 — C04 to C26 of domain.md §4.9, each a pure function over one person's facts.

Facts are normalised values under the canonical field names, dates with `<field>_precision` beside them. A roster row
and a form are judged by the same functions. A date known to the month is wrong only when every day of it would be.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from apps.core.dates import DAY, PartialDate, add_months, add_years, partial_date
from apps.core.identifiers import birth_date_of, sex_of
from apps.core.judgement import Issue, Level, error, information, warning
from apps.members.codes import COMMITTEE_POSTS

Facts = Mapping[str, Any]
Rule = Callable[[Facts, date], Issue | None]

FULL, PROBATIONARY = "正式党员", "预备党员"
# 党章 of 1969 and 1973 knew no probation; before the 八大 of 1956 its length varied with a person's origin.
NO_PROBATION = (date(1969, 4, 14), date(1977, 8, 18))
EIGHTH_CONGRESS = date(1956, 9, 26)
# Before 1956-09 the rules allowed joining earlier than at 18.
ADULT_JOINING = date(1956, 9, 1)
UNDERGRADUATE = frozenset(
    {"10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "28"}
)
STEPS = ("applied_on", "activist_on", "candidate_on", "joined_on", "full_member_on")


def birth_of(facts: Facts) -> PartialDate | None:
    """From a right ID number, else as written."""
    number = facts.get("id_number")
    if number and len(number) == 18:
        born_on = birth_date_of(number)
        if born_on:
            return PartialDate(born_on, DAY)
    return partial_date(facts, "birth_date")


def c04_birth_date(facts: Facts, today: date) -> Issue | None:
    written, number = partial_date(facts, "birth_date"), facts.get("id_number")
    born_on = birth_date_of(number) if number and len(number) == 18 else None
    if written is None or born_on is None or written.may_be(PartialDate(born_on, DAY)):
        return None
    if facts.get("birth_date_reason"):
        return warning("C04", "出生日期与身份证号不一致，已注明以档案为准", field="birth_date")
    return error("C04", "出生日期与身份证号不一致", field="birth_date")


def c05_sex(facts: Facts, today: date) -> Issue | None:
    sex, number = facts.get("sex"), facts.get("id_number")
    if sex not in {"1", "2"} or not number or len(number) != 18 or sex_of(number) == sex:
        return None
    return error("C05", "性别与身份证号不一致", field="sex")


def c06_c07_age_at_joining(facts: Facts, today: date) -> Issue | None:
    born, joined = birth_of(facts), partial_date(facts, "joined_on")
    if born is None or joined is None:
        return None
    if joined.last < add_years(born.first, 18):
        early = warning if joined.last < ADULT_JOINING else error
        return early("C06", "入党时不满18周岁", field="joined_on")
    if joined.last < add_years(born.first, 19):
        return warning("C07", "入党年龄偏小，请核对（发展程序一般需1年以上）", field="joined_on")
    return None


def c08_future(facts: Facts, today: date) -> Issue | None:
    for field in ("joined_on", "full_member_on"):
        day = partial_date(facts, field)
        if day and day.first > today:
            return error("C08", "日期晚于今天", field=field)
    return None


def c09_probationary(facts: Facts, today: date) -> Issue | None:
    if facts.get("member_category") == PROBATIONARY and facts.get("full_member_on"):
        return error("C09", "预备党员不应填写转正日期", field="full_member_on")
    return None


def c10_full_without_date(facts: Facts, today: date) -> Issue | None:
    joined = partial_date(facts, "joined_on")
    if facts.get("member_category") != FULL or facts.get("full_member_on"):
        return None
    if joined and _without_probation(joined):
        return None
    return error("C10", "正式党员缺少转正日期", field="full_member_on")


def c11_c12_probation(facts: Facts, today: date) -> Issue | None:
    """The year of probation: not shorter, and not much longer unless it was extended."""
    joined, full = partial_date(facts, "joined_on"), partial_date(facts, "full_member_on")
    if joined is None or full is None:
        return None
    if _without_probation(joined):
        return information("C13", "历史时期预备期规定不同", field="full_member_on")
    early = joined.last < EIGHTH_CONGRESS
    if full.last < add_years(joined.first, 1):
        return (warning if early else error)("C11", "预备期不足1年", field="full_member_on")
    return _long_probation(facts, joined, full, early=early)


def _long_probation(facts: Facts, joined: PartialDate, full: PartialDate, *, early: bool) -> Issue | None:
    message = "预备期超过1年，请填写延长预备期或核对日期"
    if full.first > add_months(joined.last, 30) and not early:
        return error("C12", message, field="full_member_on")
    if full.first > add_months(joined.last, 18) and not facts.get("probation_extended_months"):
        return warning("C12", message, field="full_member_on")
    return None


def _without_probation(joined: PartialDate) -> bool:
    return NO_PROBATION[0] <= joined.last and joined.first <= NO_PROBATION[1]


def c14_overdue(facts: Facts, today: date) -> Issue | None:
    joined = partial_date(facts, "joined_on")
    if facts.get("member_category") != PROBATIONARY or joined is None or facts.get("full_member_on"):
        return None
    if today > add_years(joined.last, 1) + timedelta(days=30):
        return warning("C14", "预备期已满，应及时讨论转正", field="joined_on")
    return None


def c15_order_of_steps(facts: Facts, today: date) -> Issue | None:
    known = [(field, day) for field in STEPS if (day := partial_date(facts, field))]
    steps = dict(known)
    out_of_order = next((b for (_, a), (b, later) in pairwise(known) if later.last < a.first), None)
    too_soon = _within_a_year(steps, "applied_on", "joined_on") or _within_a_year(
        steps, "activist_on", "candidate_on"
    )
    field = out_of_order or too_soon
    return warning("C15", "发展党员各环节时间顺序有误", field=field) if field else None


def _within_a_year(steps: Mapping[str, PartialDate], start: str, end: str) -> str:
    """The later step's field when less than a year lies between the two."""
    if start in steps and end in steps and steps[end].last < add_years(steps[start].first, 1):
        return end
    return ""


def c16_age(facts: Facts, today: date) -> Issue | None:
    born = birth_of(facts)
    if born and (today > add_years(born.last, 101) or today < add_years(born.first, 18)):
        return warning("C16", "年龄异常", field="birth_date")
    return None


def c17_party_age(facts: Facts, today: date) -> Issue | None:
    written = facts.get("party_age")
    since = partial_date(facts, "full_member_on")
    joined = partial_date(facts, "joined_on")
    if since is None and joined and _without_probation(joined):
        since = joined
    if written is None or since is None:
        return None
    corrected = add_months(since.first, facts.get("party_age_correction_months") or 0)
    if abs((today - corrected).days / 365.25 - written) <= 2:
        return None
    return warning("C17", "党龄与转正日期不一致", field="party_age")


def c20_lost_contact(facts: Facts, today: date) -> Issue | None:
    if not facts.get("lost_contact"):
        return None
    lost = partial_date(facts, "lost_on")
    if lost is None:
        return warning("LOST_DATE_MISSING", "失联党员缺少失联日期", field="lost_on")
    if facts.get("party_status") in {None, "正常"} and today > add_months(lost.last, 6):
        return warning("C20", "失联超过6个月，应按规定处理", field="lost_on")
    return None


def c23_first_job(facts: Facts, today: date) -> Issue | None:
    born, started = birth_of(facts), partial_date(facts, "work_started_on")
    if born and started and started.last < add_years(born.first, 15):
        return warning("C23", "参加工作年龄异常", field="work_started_on")
    return None


def c25_graduation(facts: Facts, today: date) -> Issue | None:
    born, graduated = birth_of(facts), partial_date(facts, "graduated_on")
    if facts.get("education") not in UNDERGRADUATE or born is None:
        return None
    by_then = graduated.last if graduated else today
    if by_then < add_years(born.first, 17):
        return warning("C25", "学历与年龄不符", field="education")
    return None


def c26_probationary_in_committee(facts: Facts, today: date) -> Issue | None:
    if facts.get("member_category") == PROBATIONARY and facts.get("party_post") in COMMITTEE_POSTS:
        return warning("C26", "预备党员不能担任支部委员（无被选举权）", field="party_post")
    return None


RULES: tuple[Rule, ...] = (
    c04_birth_date,
    c05_sex,
    c06_c07_age_at_joining,
    c08_future,
    c09_probationary,
    c10_full_without_date,
    c11_c12_probation,
    c14_overdue,
    c15_order_of_steps,
    c16_age,
    c17_party_age,
    c20_lost_contact,
    c23_first_job,
    c25_graduation,
    c26_probationary_in_committee,
)


def inconsistencies(facts: Facts, today: date) -> Iterator[Issue]:
    """Everything these facts contradict in themselves; errors block a row and a form alike."""
    for rule in RULES:
        issue = rule(facts, today)
        if issue:
            yield issue


def softened(issue: Issue) -> Issue:
    """A blocking issue turned into a warning, for facts nobody could have written into this sheet."""
    return issue._replace(level=Level.WARNING) if issue.blocks else issue
