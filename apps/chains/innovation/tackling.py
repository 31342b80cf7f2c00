"""创新链指标（攻坚和对接） — what is tackled, posted, offered and thought of (indicators.md §3.5)."""

from datetime import date
from typing import Any

from apps.activities.models import Suggestion
from apps.chains.indicator import Part, Tally, Unit, standing, total
from apps.chains.innovation.naming import indicator
from apps.chains.subject import either, following_organization, owned, tied
from apps.core.period import Period
from apps.innovation.models import Deal, Listing, OpenCall, TackleProject
from apps.members.models import WorkTeam
from apps.organizations.models import ActionBranch

CALLS, LISTINGS = owned(OpenCall), owned(Listing)
TeamKind = WorkTeam.Kind
OF_PLACE = "place__path cluster__place__path"
PROJECTS = tied(
    TackleProject, cluster="cluster__path", place="cluster__place__path", organization="organization"
)
TEAMS = tied(
    WorkTeam,
    cluster="cluster__path body__cluster__path",
    place=f"{OF_PLACE} body__cluster__place__path",
    organization="organization body__organization",
)
RESEARCH_BRANCHES = tied(
    ActionBranch,
    cluster="cluster__path",
    place="organization__place__path cluster__place__path",
    organization="organization host",
)
DEALS = owned(
    Deal, "listing__enterprise", cluster="listing__cluster__path", place="listing__cluster__place__path"
)
IDEAS = either(
    tied(Suggestion, cluster="cluster__path", place="cluster__place__path"),
    following_organization(Suggestion, when="submitted_on"),
)


def tackled(period: Period) -> Any:
    """重点攻坚项目 of the year in which the period ends."""
    return TackleProject.objects.of_year(period.end.year)


def due(period: Period) -> Any:
    """Those to be finished by its last day."""
    return tackled(period).due_by(period.end)


def settled(day: date) -> Any:
    """Needs published long enough ago to have come to a deal."""
    return Listing.objects.needs().settled_by(day)


def closed(day: date) -> Any:
    """Calls whose deadline has passed."""
    return OpenCall.objects.closed_by(day)


def adopted(period: Period) -> Any:
    """Of the ideas of the period, those adopted by its end."""
    return Suggestion.objects.submitted_in(period).adopted().filter(adopted_on__lte=period.end)


def carried_out(period: Period) -> Any:
    """Ideas whose benefit fell into the period."""
    return Suggestion.objects.filter(carried_out_on__range=period.days)


def team(key: str, name: str, kind: str) -> Part:
    """Teams of one kind."""

    def rows(day: date) -> Any:
        return WorkTeam.objects.in_force(day).filter(kind=kind)

    return Part(key=key, name=name, unit=Unit.TEAMS, numerator=standing(TEAMS, rows))


CLAIMED = standing(CALLS, lambda day: closed(day).taken_up(day))
JUDGED = standing(CALLS, lambda day: OpenCall.objects.judged(day))
PASSED = standing(CALLS, lambda day: OpenCall.objects.judged(day, passed=True))
SUBMITTED = Tally(IDEAS, Suggestion.objects.submitted_in)

INDICATORS = [
    indicator(
        "INN-01",
        "inn_tackle_projects",
        name="重点攻坚项目数",
        short_name="攻坚项目",
        unit=Unit.THINGS,
        meaning="各产业链当年列入重点攻坚的项目有多少个，其中到期的完成了多少。",
        formula="截至日所在年度的重点攻坚项目数；完成率=计划完成日期在截至日及以前的项目中已完成的÷这些项目数。",
        source="雨花红谷年度8个；余杭八大攻坚任务",
        numerator=Tally(PROJECTS, tackled),
        parts=(
            Part(
                key="completed",
                name="完成率",
                unit=Unit.PERCENT,
                numerator=Tally(PROJECTS, lambda period: due(period).completed(period.end)),
                denominator=Tally(PROJECTS, due),
                note="延期的按延期后的日期",
            ),
        ),
    ),
    indicator(
        "INN-02",
        "inn_claim_rate",
        name="揭榜率",
        unit=Unit.PERCENT,
        meaning="揭榜期已满的榜单有多少被揭；验收过的有多少通过。",
        formula="揭榜截止在截至日及以前的榜单中已有揭榜的÷这些榜单数；攻关成功率=验收通过÷（通过＋不通过）。",
        source="昆山元宇宙“揭榜攻关”",
        numerator=CLAIMED,
        denominator=standing(CALLS, closed),
        parts=(
            Part(
                key="success",
                name="攻关成功率",
                unit=Unit.PERCENT,
                numerator=PASSED,
                denominator=JUDGED,
            ),
            Part(
                key="published",
                name="本期发榜",
                unit=Unit.THINGS,
                numerator=Tally(CALLS, OpenCall.objects.published_in),
            ),
        ),
    ),
    indicator(
        "INN-03",
        "inn_teams",
        name="攻关队伍数",
        short_name="攻关队伍",
        unit=Unit.TEAMS,
        meaning="正在攻关的技术攻坚党员先锋队和攻关党小组；研发类行动支部、党员实验室另列。",
        formula="截至日有效的党员先锋队、攻关党小组数；研发攻关类行动支部、党员实验室分别计数，不相加。",
        source="雨花红谷14支；昆山高新区研发类行动支部22个",
        numerator=standing(TEAMS, lambda day: WorkTeam.objects.in_force(day).tackling()),
        parts=(
            team("pioneer", "党员先锋队", TeamKind.PIONEER_TEAM),
            team("group", "攻关党小组", TeamKind.TACKLE_PARTY_GROUP),
            team("laboratory", "党员实验室", TeamKind.LABORATORY),
            Part(
                key="branch",
                name="研发类行动支部",
                unit=Unit.THINGS,
                numerator=standing(
                    RESEARCH_BRANCHES,
                    lambda day: ActionBranch.objects.in_force(day).filter(kind=ActionBranch.Kind.RESEARCH),
                ),
            ),
        ),
    ),
    indicator(
        "INN-04",
        "inn_match_rate",
        name="供需对接成功率",
        short_name="对接成功率",
        unit=Unit.PERCENT,
        meaning="发布满90天的需求有多少已经成交；在架的需求和供给各有多少条。",
        formula="发布满90天的需求中截至日已成交（含通过对接的供给成交）的÷这些需求数；存量为已发布、未到期、未关闭的条目。",
        source="雨花红谷供给6822条",
        numerator=standing(LISTINGS, lambda day: settled(day).dealt(day)),
        denominator=standing(LISTINGS, settled),
        parts=(
            Part(
                key="offers",
                name="在架供给",
                unit=Unit.ENTRIES,
                numerator=standing(LISTINGS, lambda day: Listing.objects.offers().standing(day)),
            ),
            Part(
                key="needs",
                name="在架需求",
                unit=Unit.ENTRIES,
                numerator=standing(LISTINGS, lambda day: Listing.objects.needs().standing(day)),
            ),
            Part(
                key="amount",
                name="本期成交额",
                unit=Unit.MONEY,
                numerator=total(DEALS, Deal.objects.signed_in, "amount"),
            ),
        ),
    ),
    indicator(
        "INN-11",
        "inn_ideas_adopted",
        name="金点子采纳率",
        unit=Unit.PERCENT,
        meaning="本期征集的金点子有多少被采纳，实施后的效益有多少。",
        formula="提出日期在本期的金点子中截至期末已采纳的÷本期征集数；效益为实施日期在本期的金点子效益相加。",
        source="昆山元宇宙“金点子”征集",
        numerator=Tally(IDEAS, adopted),
        denominator=SUBMITTED,
        parts=(
            Part(key="submitted", name="征集", unit=Unit.ENTRIES, numerator=SUBMITTED),
            Part(key="adopted", name="采纳", unit=Unit.ENTRIES, numerator=Tally(IDEAS, adopted)),
            Part(
                key="benefit",
                name="实施效益",
                unit=Unit.MONEY,
                numerator=total(IDEAS, carried_out, "benefit_amount"),
            ),
        ),
    ),
]
