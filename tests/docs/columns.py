"""名册各列 — the tables of `docs/roster-guide.md`, from the columns as they are declared.

`manage.py shell -c "from tests.docs.columns import write; write()"` writes them anew.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from apps.activities.rosters import (
    ActivityRoster,
    AttendanceRoster,
    MeetingRoster,
    RecruitRoster,
    SuggestionRoster,
)
from apps.clusters.rosters import EnterpriseRoster
from apps.innovation.rosters import ListingRoster, PatentRoster, ResearchContractRoster
from apps.members.rosters import MemberRoster
from apps.members.rosters.registers import (
    HonourRoster,
    PostRoster,
    ProgrammeMemberRoster,
    TeamMemberRoster,
    WorkTeamRoster,
)
from apps.organizations.rosters import OrganizationRoster
from apps.rosters.columns import Column
from apps.rosters.roster import ROW_NUMBER, Roster
from apps.services.rosters.money import ClaimRoster, FinanceRoster, PolicyRoster
from apps.services.rosters.offered import ItemRoster, PlatformRoster
from apps.services.rosters.visits import VisitRoster
from apps.sites.rosters import SiteRoster

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "roster-guide.md"
ROSTERS = {
    "member": MemberRoster,
    "enterprise": EnterpriseRoster,
    "organization": OrganizationRoster,
    "visit": VisitRoster,
    "service_item": ItemRoster,
    "platform": PlatformRoster,
    "finance": FinanceRoster,
    "policy": PolicyRoster,
    "policy_claim": ClaimRoster,
    "site": SiteRoster,
    "activity": ActivityRoster,
    "attendance": AttendanceRoster,
    "meeting": MeetingRoster,
    "suggestion": SuggestionRoster,
    "recruit_result": RecruitRoster,
    "post": PostRoster,
    "honour": HonourRoster,
    "team": WorkTeamRoster,
    "team_member": TeamMemberRoster,
    "programme_member": ProgrammeMemberRoster,
    "listing": ListingRoster,
    "patent": PatentRoster,
    "research_contract": ResearchContractRoster,
}
ALSO_SHOWN = 4


def part(code: str, kind: str) -> str:
    """One table of the guide, between its two marks."""
    columns = [column for column in columns_of(ROSTERS[code]) if kind_of(column) == kind]
    body = "\n".join(["| 列 | 怎么填 | 也认得的表头 |", "| --- | --- | --- |", *map(line, columns)])
    return f"{opening(code, kind)}\n{body}\n<!-- {code} {kind} 完 -->"


def columns_of(roster: type[Roster]) -> list[Column]:
    """All but 序号, which says nothing."""
    return [column for name, column in roster.columns.items() if name != ROW_NUMBER]


def kind_of(column: Column) -> str:
    """Whether the template asks for a column, or it is read only where a sheet has it, or only compared."""
    if column.derived:
        return "只作核对"
    return "模板" if column.template else "有则读取"


def line(column: Column) -> str:
    """One column as a row of the table."""
    cells = (column.title, column.explanation, also(column.also))
    return "| " + " | ".join(cell.replace("|", "／") for cell in cells) + " |"


def also(headings: Iterable[str]) -> str:
    """The first few of the further headings."""
    every = list(headings)
    return "、".join(every[:ALSO_SHOWN]) + ("等" if len(every) > ALSO_SHOWN else "")


def opening(code: str, kind: str) -> str:
    """The mark before a table; the tables are replaced whole."""
    return f"<!-- {code} {kind} -->"


def rewritten(guide: str) -> str:
    """The guide with every table as the columns are declared now."""
    marks = re.compile(r"<!-- (\w+) (\S+) -->.*?<!-- \1 \2 完 -->", re.DOTALL)
    return marks.sub(lambda found: part(found[1], found[2]), guide)


def parts() -> list[tuple[str, str]]:
    """Every table the guide has to hold."""
    return [(code, kind) for code, roster in ROSTERS.items() for kind in kinds_in(roster)]


def kinds_in(roster: type[Roster]) -> list[str]:
    """The kinds of columns a roster has, the template's first."""
    found = {kind_of(column) for column in columns_of(roster)}
    return [kind for kind in ("模板", "有则读取", "只作核对") if kind in found]


def write() -> None:
    """Bring the guide up to date."""
    GUIDE.write_text(rewritten(GUIDE.read_text()))
