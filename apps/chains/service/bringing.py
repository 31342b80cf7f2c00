"""服务链指标：资金、队伍、评估、平台 — what reaches enterprises, who is sent, how both sides judge it."""

from functools import partial
from typing import Any

from apps.chains.indicator import (
    Better,
    Chain,
    Distinct,
    Indicator,
    Part,
    Tally,
    Unit,
    median,
    standing,
    total,
)
from apps.chains.organization import ENTERPRISE, REVIEWED
from apps.chains.service import rows
from apps.chains.service.serving import PLATFORMS
from apps.chains.subject import ENTERPRISES
from apps.clusters.models import Enterprise
from apps.members.models import WorkTeam
from apps.organizations.models import ActionBranch
from apps.services.models import (
    Action,
    EnterpriseServed,
    EvaluationRound,
    FinanceRecord,
    Need,
    PolicyClaim,
    Resource,
    ServiceOrder,
    ServicePlatform,
)
from apps.services.models.evaluation import FEWEST

SERVICE = Chain.SERVICE
Amount = FinanceRecord.AmountKind
Team = WorkTeam.Kind
Round = EvaluationRound.Kind
PLACED = Tally(rows.ORDERS, ServiceOrder.objects.placed_in)
SERVED = Tally(rows.SERVED, EnterpriseServed.objects.served_in)
CLAIMED = Tally(rows.CLAIMS, PolicyClaim.objects.paid_in)
BRANCH = standing(rows.ACTION_BRANCHES, rows.branches)


def amount(kind: FinanceRecord.AmountKind) -> Part:
    """One kind of amount by itself."""
    numerator = total(rows.FUNDS, rows.money(kind), "amount")
    return Part(key=kind.value, name=kind.label, unit=Unit.MONEY, numerator=numerator)


def branches_of(kind: ActionBranch.Kind) -> Part:
    """Action branches of one kind."""
    numerator = standing(rows.ACTION_BRANCHES, partial(rows.branches, kind=kind))
    return Part(key=kind.value, name=f"{kind.label}行动支部", unit=Unit.THINGS, numerator=numerator)


def teams_of(key: str, kind: WorkTeam.Kind, unit: Unit) -> Part:
    """Work teams of one kind."""
    return Part(key=key, name=kind.label, unit=unit, numerator=standing(rows.WORK_TEAMS, rows.teams(kind)))


def mean_of(kind: EvaluationRound.Kind) -> dict[str, Any]:
    """The mean score of the sheets of one direction; of too few nothing is shown."""
    sheets = rows.sheets(kind)
    return {
        "unit": Unit.POINTS,
        "numerator": total(rows.SHEETS, sheets, "score"),
        "denominator": Tally(rows.SHEETS, sheets),
        "at_least": FEWEST,
    }


def fresh(subject: Any, model: Any) -> dict[str, Any]:
    """Rows of a list confirmed at most 90 days ago, among those standing."""
    return {
        "unit": Unit.PERCENT,
        "numerator": standing(subject, model.objects.fresh),
        "denominator": standing(subject, model.objects.standing),
    }


INDICATORS = [
    Indicator(
        code="SRV-08",
        identifier="srv_funds",
        chain=SERVICE,
        name="惠企资金（直达资金）",
        short_name="直达资金",
        unit=Unit.MONEY,
        better=Better.HIGHER,
        meaning="本期到达企业的资金。融资额、节约成本、直达资金、补助额、基金规模口径不同，分列，绝不相加。",
        formula="本期放款（兑现）的资金记录按金额口径分别求和；政策兑现另计项数和金额。",
        source="雨花台直达资金13.45亿元、303项；昆科贷近2亿元；节约成本约5000万元",
        reviewed_on=REVIEWED,
        numerator=amount(Amount.DIRECT).numerator,
        parts=(
            *map(amount, Amount),
            Part(key="claims", name="政策兑现", unit=Unit.ITEMS, numerator=CLAIMED),
            Part(
                key="claimed",
                name="政策兑现金额",
                unit=Unit.MONEY,
                numerator=total(rows.CLAIMS, PolicyClaim.objects.paid_in, "amount"),
            ),
        ),
    ),
    Indicator(
        code="SRV-09",
        identifier="srv_dispatch_24h",
        chain=SERVICE,
        name="24小时派单率",
        short_name="24小时派单",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="诉求提交后24小时内派出的比例；非工作日停止计时。",
        formula="本期提交的点单中，第一次派单不晚于派单时限（24个工作小时）的个数÷本期提交数。",
        source="合肥高新区",
        reviewed_on=REVIEWED,
        numerator=Tally(rows.ORDERS, rows.dispatched_in_time),
        denominator=PLACED,
    ),
    Indicator(
        code="SRV-10",
        identifier="srv_action_branches",
        chain=SERVICE,
        name="行动支部数",
        short_name="行动支部",
        unit=Unit.THINGS,
        better=Better.HIGHER,
        meaning="在任务期内的行动支部；各类分列，同名不同批的不混同。专委会、帮帮团等队伍另列。",
        formula="截至日有效的行动支部个数。",
        source="昆山市12+12个、高新区22个；花桥9个专委会60名；雨花台6类帮帮团",
        reviewed_on=REVIEWED,
        numerator=BRANCH,
        parts=(
            Part(
                key="active_rate",
                name="活跃率",
                unit=Unit.PERCENT,
                numerator=standing(rows.ACTION_BRANCHES, rows.busy),
                denominator=BRANCH,
                note="90天内有走访、接单办结或议定事项销号的",
            ),
            *map(branches_of, ActionBranch.Kind),
            teams_of("committees", Team.COMMITTEE, Unit.THINGS),
            teams_of("task_forces", Team.TASK_FORCE, Unit.THINGS),
            teams_of("pioneer_committees", Team.PIONEER_COMMITTEE, Unit.THINGS),
            Part(
                key="pioneer_committee_members",
                name="先锋服务专委会成员",
                unit=Unit.PEOPLE,
                numerator=Tally(rows.TEAM_MEMBERS, rows.people_of(Team.PIONEER_COMMITTEE)),
                note="一人在几个专委会的各计一次",
            ),
            teams_of("help_groups", Team.HELP_GROUP, Unit.TEAMS),
        ),
    ),
    Indicator(
        code="SRV-11",
        identifier="srv_commissioner_load",
        chain=SERVICE,
        name="红色专员联系率",
        short_name="红色专员",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="有红色专员联系的企业比例，以及每名专员联系多少家。",
        formula="截至日有在任红色专员的在营链上企业÷在营链上企业；每名专员联系企业数取中位数。",
        source="昆山市36个区域党建工作站选派红色专员",
        reviewed_on=REVIEWED,
        numerator=standing(ENTERPRISES, rows.attended),
        denominator=ENTERPRISE,
        parts=(
            Part(
                key="load",
                name="每名专员联系企业（中位数）",
                unit=Unit.FIRMS_TO_AN_OFFICER,
                numerator=median(rows.OFFICERS, rows.officers, "load"),
            ),
        ),
    ),
    Indicator(
        code="SRV-12",
        identifier="srv_two_way_score",
        chain=SERVICE,
        name="双向评估得分（企评政）",
        short_name="企评政",
        better=Better.HIGHER,
        meaning="企业给涉企部门服务的评分，和部门给企业党建的评分；两个方向分列。",
        formula=f"本期截止的评估轮次中，各评估表得分（0—100）的平均；不足{FEWEST}份不显示。",
        source="昆山元宇宙政企双向评估",
        reviewed_on=REVIEWED,
        **mean_of(Round.OF_DEPARTMENTS),
        parts=(Part(key="of_enterprises", name="政评企", **mean_of(Round.OF_ENTERPRISES)),),
    ),
    Indicator(
        code="SRV-13",
        identifier="srv_list_freshness",
        chain=SERVICE,
        name="清单更新及时率（企业需求）",
        short_name="清单更新",
        better=Better.HIGHER,
        meaning="三张清单是不是“动态更新”：在列的条目最近90天内是否核对过。三张清单分列。",
        formula="截至日在列条目中，最近核对日期不早于90天前的条数÷在列条数；企业需求、部门资源、行动项目各计各的。",
        source="雨花台三张清单“动态更新”",
        reviewed_on=REVIEWED,
        **fresh(rows.NEEDS, Need),
        parts=(
            Part(key="needs", name="企业需求清单", **fresh(rows.NEEDS, Need)),
            Part(key="resources", name="部门资源清单", **fresh(rows.RESOURCES, Resource)),
            Part(key="actions", name="行动项目清单", **fresh(rows.ACTIONS, Action)),
        ),
    ),
    Indicator(
        code="SRV-14",
        identifier="srv_platforms",
        chain=SERVICE,
        name="平台载体数",
        short_name="平台载体",
        unit=Unit.THINGS,
        better=Better.HIGHER,
        meaning="运行中的服务平台载体，以及本期服务了多少家企业。区域共用的平台服务于区域内各集群，合计只计一次。",
        formula="截至日状态为运行的服务平台个数；集群范围包括服务于它的区域平台。",
        source="昆山市7个、雨花台17个功能模块",
        reviewed_on=REVIEWED,
        numerator=standing(PLATFORMS, ServicePlatform.objects.running),
        parts=(
            Part(
                key="enterprises",
                name="服务企业",
                unit=Unit.ENTERPRISES,
                numerator=Distinct(SERVED, "enterprise", Enterprise),
                note="平台活动中列名的企业，同一企业只计一次",
            ),
            Part(key="times", name="服务企业家次", unit=Unit.ENTERPRISE_VISITS, numerator=SERVED),
            Part(
                key="modules",
                name="功能模块",
                unit=Unit.ITEMS,
                numerator=total(
                    PLATFORMS, lambda period: ServicePlatform.objects.running(period.end), "modules"
                ),
            ),
        ),
    ),
]
