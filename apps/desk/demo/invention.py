"""造人造企业 — invented names and right numbers, the same in the same order every time.

ID numbers carry the area 329999 and credit codes 329999, which nobody has; phones 199000xxxxx.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from apps.core.identifiers.credit_code import check_character, organization_check
from apps.core.identifiers.resident_id import check_digit
from apps.desk.demo import sources
from apps.members.models import Member

Kind = TypeVar("Kind", bound=str)
MAN, WOMAN = "1", "2"
FIRST_MOBILE, FIRST_CODE = 10_000, 500_001  # far from the numbers of the sample rosters
AGES = (22, 61, 34)  # youngest, oldest, most frequent


def years_later(day: date, years: float) -> date:
    """The same day so many years later (earlier, if negative); the month's last where it does not exist."""
    months = day.year * 12 + day.month - 1 + round(years * 12)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Inventor:
    """Draws names, people and numbers from one seeded source."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.words: dict[str, Any] = sources.words()
        self._taken: set[str] = sources.sample_numbers()
        self._mobile, self._code = FIRST_MOBILE, FIRST_CODE

    def weighted(self, table: Mapping[Kind, int]) -> Kind:
        """One key of a table, as often as its weight says."""
        return self.random.choices(list(table), list(table.values()))[0]

    def day(self, first: date, last: date) -> date:
        """A working day between two, as far as there is one."""
        found = first + timedelta(days=self.random.randint(0, max((last - first).days, 0)))
        return max(first, found - timedelta(days=max(found.weekday() - 4, 0)))

    def person_name(self, sex: str) -> str:
        """A name as common as names are."""
        surnames = self.words["surnames"]
        common = surnames[: self.words["common_surnames"]]
        surname = self.random.choice(common if self.random.random() < 0.6 else surnames)
        given = self.words["given_men" if sex == MAN else "given_women"]
        first = self.random.choice(given)
        other = self.random.choice(given)
        mixed = first[0] + other[-1]
        return surname + (mixed if self.random.random() < 0.55 and mixed[0] != mixed[-1] else first)

    def id_number(self, born: date, sex: str) -> str:
        """A right number of its own."""
        while True:
            order = self.random.randrange(500) * 2 + (sex == MAN)
            body = f"329999{born:%Y%m%d}{order:03d}"
            if body not in self._taken:
                self._taken.add(body)
                return body + check_digit(body)

    def mobile(self) -> str:
        """The next number nobody else here has."""
        self._mobile += 1
        return f"199000{self._mobile:05d}"

    def credit_code(self) -> str:
        """The next right code."""
        self._code += 1
        organization = f"MA{self._code:06d}"
        body = "91329999" + organization + organization_check(organization)
        return body + check_character(body)

    def enterprise_name(self, prefix: str, trades: str) -> str:
        """A firm that could be, and is not; ``trades`` names what firms there do."""
        while True:
            brand = self.random.choice(self.words["brand_first"]) + self.random.choice(
                self.words["brand_second"]
            )
            name = f"{prefix}{brand}{self.random.choice(self.words['trades'][trades])}有限公司"
            if name not in self._taken:
                self._taken.add(name)
                return name

    def facts(self, on: date, *, youngest: int = AGES[0], oldest: int = AGES[1]) -> dict[str, Any]:
        """What the 采集表 asks about a person of some age on a day."""
        sex = WOMAN if self.random.random() < 0.4 else MAN
        age = self.random.triangular(youngest, oldest, min(max(AGES[2], youngest), oldest))
        born = on - timedelta(days=int(age * 365.25))
        return {
            "name": self.person_name(sex),
            "sex": sex,
            "birth_date": born,
            "id_number": self.id_number(born, sex),
            "mobile": self.mobile(),
            "ethnicity": self.weighted(self.words["ethnicities"]),
            "education": self.weighted(self.words["educations"]),
            "post_type": self.weighted(self.words["post_types"]),
            "tech_title": self.weighted(self.words["tech_titles"]),
            "new_stratum": "民营企业和外商投资企业管理技术人员",
            "work_started_on": years_later(born, 22),
        }

    def member(self, on: date) -> Member:
        """A full member of some years, or one who joined within the year before ``on``."""
        facts = self.facts(on)
        grown_up = years_later(facts["birth_date"], 20)
        latest = min(on - timedelta(days=30), years_later(facts["birth_date"], 45))
        joined = self.day(grown_up, latest)
        return self.member_of(facts, joined_on=joined, **self.approach(joined, facts["birth_date"]))

    def member_of(self, facts: dict[str, Any], **more: Any) -> Member:
        """A row of these facts, not yet saved."""
        return Member(**facts, **more)

    def approach(self, joined: date, born: date) -> dict[str, date]:
        """The days of the steps before joining, each a year or more after the last."""
        adult = years_later(born, 18)
        candidate = joined - timedelta(days=self.random.randint(60, 180))
        activist = candidate - timedelta(days=self.random.randint(366, 420))
        applied = activist - timedelta(days=self.random.randint(40, 140))
        steps = {"applied_on": applied, "activist_on": activist, "candidate_on": candidate}
        return steps if applied >= adult else {}
