"""一致性规则 — C04 to C26 of domain.md §4.9, each a pure function over one person's facts.

Facts are normalised values under the canonical field names, dates with `<field>_precision` beside them. A
roster row and a form are judged by the same functions. A date known to the month is wrong only when every day
of it would be.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from apps.core.dates import DAY, PartialDate, add_months, add_years, partial_date
from apps.core.identifiers import birth_date_of, sex_of
from apps.core.judgement import Issue, Level, error, information, warning
from apps.members.codes import COMMITTEE_POSTS

Facts = Mapping[str, Any]

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


@dataclass(slots=True)
class Person:
    """一个人的情况 — the facts, with the dates most rules ask for put together once."""

    facts: Facts
    number: str | None
    number_says_born: date | None
    birth_date: PartialDate | None
    joined: PartialDate | None
    full: PartialDate | None
    category: str | None
    today: date

    @classmethod
    def of(cls, facts: Facts, today: date) -> "Person":
        number = facts.get("id_number")
        number = number if number and len(number) == 18 else None
        return cls(
            facts=facts,
            number=number,
            number_says_born=birth_date_of(number) if number else None,
            birth_date=partial_date(facts, "birth_date"),
            joined=partial_date(facts, "joined_on"),
            full=partial_date(facts, "full_member_on"),
            category=facts.get("member_category"),
            today=today,
        )

    def date(self, field: str) -> PartialDate | None:
        return partial_date(self.facts, field)

    @property
    def born(self) -> PartialDate | None:
        """By the ID number where there is one, else as written."""
        return PartialDate(self.number_says_born, DAY) if self.number_says_born else self.birth_date

    @property
    def joined_without_probation(self) -> bool:
        joined = self.joined
        return joined is not None and NO_PROBATION[0] <= joined.last and joined.first <= NO_PROBATION[1]


Rule = Callable[[Person], Issue | None]


def c04_birth_date(person: Person) -> Issue | None:
    written, born_on = person.birth_date, person.number_says_born
    if written is None or born_on is None or written.may_be(PartialDate(born_on, DAY)):
        return None
    if person.facts.get("archive_birth_reason"):
        return warning("C04", "出生日期与身份证号不一致，已注明以档案为准", field="birth_date")
    return error("C04", "出生日期与身份证号不一致", field="birth_date")


def c05_sex(person: Person) -> Issue | None:
    sex = person.facts.get("sex")
    if sex not in {"1", "2"} or person.number is None or sex_of(person.number) == sex:
        return None
    # Sequence 000 is given to nobody: such a number is odd in itself, and its parity proves little.
    doubtful = warning if person.number[14:17] == "000" else error
    return doubtful("C05", "性别与身份证号不一致", field="sex")


def c06_c07_age_at_joining(person: Person) -> Issue | None:
    born, joined = person.born, person.joined
    if born is None or joined is None or joined.last >= add_years(born.first, 19):
        return None
    if joined.last >= add_years(born.first, 18):
        return warning("C07", "入党年龄偏小，请核对（发展程序一般需1年以上）", field="joined_on")
    early = warning if joined.last < ADULT_JOINING else error
    return early("C06", "入党时不满18周岁", field="joined_on")


def c08_future(person: Person) -> Issue | None:
    for field, day in (("joined_on", person.joined), ("full_member_on", person.full)):
        if day and day.first > person.today:
            return error("C08", "日期晚于今天", field=field)
    return None


def c09_probationary(person: Person) -> Issue | None:
    if person.category == PROBATIONARY and person.full:
        return error("C09", "预备党员不应填写转正日期", field="full_member_on")
    return None


def c10_full_without_date(person: Person) -> Issue | None:
    if person.category != FULL or person.full or person.joined_without_probation:
        return None
    return error("C10", "正式党员缺少转正日期", field="full_member_on")


def c11_c12_c13_probation(person: Person) -> Issue | None:
    """The year of probation: not shorter, and not much longer unless it was extended."""
    joined, full = person.joined, person.full
    if joined is None or full is None:
        return None
    if person.joined_without_probation:
        return information("C13", "历史时期预备期规定不同", field="full_member_on")
    if full.last < add_years(joined.first, 1):
        early = warning if joined.last < EIGHTH_CONGRESS else error
        return early("C11", "预备期不足1年", field="full_member_on")
    return _long_probation(person, joined, full)


def _long_probation(person: Person, joined: PartialDate, full: PartialDate) -> Issue | None:
    message = "预备期超过1年，请填写延长预备期或核对日期"
    if full.first <= add_months(joined.last, 18):
        return None
    if full.first > add_months(joined.last, 30) and joined.last >= EIGHTH_CONGRESS:
        return error("C12", message, field="full_member_on")
    if person.facts.get("probation_extended_months"):
        return None
    return warning("C12", message, field="full_member_on")


def c14_overdue(person: Person) -> Issue | None:
    joined = person.joined
    if person.category != PROBATIONARY or joined is None or person.full:
        return None
    if person.today > add_years(joined.last, 1) + timedelta(days=30):
        return warning("C14", "预备期已满，应及时讨论转正", field="joined_on")
    return None


def c15_order_of_steps(person: Person) -> Issue | None:
    known = [(field, day) for field in STEPS if (day := person.date(field))]
    if len(known) < 2:
        return None
    steps = dict(known)
    reversed_step = next((b for (_, a), (b, later) in pairwise(known) if later.last < a.first), "")
    hurried = _within_a_year(steps, "applied_on", "joined_on") or _within_a_year(
        steps, "activist_on", "candidate_on"
    )
    field = reversed_step or hurried
    return warning("C15", "发展党员各环节时间顺序有误", field=field) if field else None


def _within_a_year(steps: Mapping[str, PartialDate], start: str, end: str) -> str:
    """The later step's field when less than a year lies between the two."""
    if start in steps and end in steps and steps[end].last < add_years(steps[start].first, 1):
        return end
    return ""


def c16_age(person: Person) -> Issue | None:
    born = person.born
    if born and (person.today >= add_years(born.last, 101) or person.today < add_years(born.first, 18)):
        return warning("C16", "年龄异常", field="birth_date")
    return None


def c17_party_age(person: Person) -> Issue | None:
    written = person.facts.get("party_age")
    since = person.full or (person.joined if person.joined_without_probation else None)
    if written is None or since is None:
        return None
    corrected = add_months(since.first, person.facts.get("party_age_correction_months") or 0)
    # Both sides may be rounded: a written 12 stands for anything under 13.
    if abs((person.today - corrected).days / 365.25 - float(written)) < 2:
        return None
    return warning("C17", "党龄与转正日期不一致", field="party_age")


def c20_lost_contact(person: Person) -> Issue | None:
    if not person.facts.get("lost_contact"):
        return None
    lost = person.date("lost_on")
    if lost is None:
        return warning("LOST_DATE_MISSING", "失联党员缺少失联日期", field="lost_on")
    if person.facts.get("party_status") in {None, "正常"} and person.today > add_months(lost.last, 6):
        return warning("C20", "失联超过6个月，应按规定处理", field="lost_on")
    return None


def c23_first_job(person: Person) -> Issue | None:
    started = person.date("work_started_on")
    if started and person.born and started.last < add_years(person.born.first, 15):
        return warning("C23", "参加工作年龄异常", field="work_started_on")
    return None


def c25_graduation(person: Person) -> Issue | None:
    """Graduation stands in few sheets; a graduate has at least graduated by today."""
    if person.facts.get("education") not in UNDERGRADUATE or person.born is None:
        return None
    graduated = person.date("graduated_on")
    if (graduated.last if graduated else person.today) < add_years(person.born.first, 17):
        return warning("C25", "学历与年龄不符", field="education")
    return None


def c26_probationary_in_committee(person: Person) -> Issue | None:
    if person.category == PROBATIONARY and person.facts.get("party_post") in COMMITTEE_POSTS:
        return warning("C26", "预备党员不能担任支部委员（无被选举权）", field="party_post")
    return None


RULES: tuple[Rule, ...] = (
    c04_birth_date,
    c05_sex,
    c06_c07_age_at_joining,
    c08_future,
    c09_probationary,
    c10_full_without_date,
    c11_c12_c13_probation,
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
    person = Person.of(facts, today)
    for rule in RULES:
        issue = rule(person)
        if issue:
            yield issue


def softened(issue: Issue) -> Issue:
    """A blocking issue turned into a warning, for facts nobody could have written into this sheet."""
    return issue._replace(level=Level.WARNING) if issue.blocks else issue
