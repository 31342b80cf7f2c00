"""活动链指标 — is there a life together: across the chain, in every branch, by every member?"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Q

from apps.activities import owed
from apps.activities.models import Activity, Brand, Meeting, taking_part
from apps.chains import activity_rows as rows_of
from apps.chains.indicator import Better, Chain, Indicator, Part, Tally, Unit, kinds, standing, total
from apps.chains.organization import CLUSTER, MEMBER, REVIEWED
from apps.chains.subject import CLUSTERS, MEMBERS, ORGANIZATIONS
from apps.core.period import Period

ACTIVITY = Chain.ACTIVITY
SixTogether, FourMeeting, MeetingKind = Activity.SixTogether, Activity.FourMeeting, Meeting.Kind
MONTHS = range(1, 13)


THEME_DAYS = total(ORGANIZATIONS, partial(rows_of.in_months, owed.theme_day_kept), "months")
MONTHS_LIVED = total(ORGANIZATIONS, partial(rows_of.in_months, owed.whole), "months")


def six_of(kind: Any) -> Part:
    """A part in 场: one of the six."""
    return events(kind.value, kind.label, partial(rows_of.six_of, kind), rows_of.JOINT)


def events(key: str, name: str, rows: Callable[[Period], Any], subject: Any = rows_of.ACTIVITIES) -> Part:
    """A part in 场."""
    return Part(key=key, name=name, unit=Unit.EVENTS, numerator=Tally(subject, rows))


def of_meetings(kind: Any) -> Part:
    """The share of branches that lacked no meeting of a kind."""
    return Part(
        key=kind.value,
        name=kind.label,
        unit=Unit.PERCENT,
        numerator=Tally(ORGANIZATIONS, partial(rows_of.holding_kind, kind)),
        denominator=Tally(ORGANIZATIONS, partial(rows_of.owing_kind, kind)),
    )


def of_vanguard(key: str, name: str, among: Callable[[int], Q]) -> Part:
    """The share of members who took part in one way."""
    rows = Tally(MEMBERS, partial(rows_of.vanguard, among))
    return Part(key=key, name=name, unit=Unit.PERCENT, numerator=rows, denominator=MEMBER)


INDICATORS = [
    Indicator(
        code="ACT-01",
        identifier="act_joint_events",
        chain=ACTIVITY,
        name="链上联办活动场次",
        short_name="联办活动",
        unit=Unit.EVENTS,
        better=Better.HIGHER,
        meaning="由同一集群的两个以上党组织（含集群党委）共同主办的活动；合计中一场只计一次。",
        formula="统计期内已举办、举办当日有两个以上主办方属于同一集群覆盖党组织或集群党委的活动场次。",
        source="雨花台区联办活动25场；“三联”活动联办",
        reviewed_on=REVIEWED,
        numerator=Tally(rows_of.JOINT, rows_of.joint),
    ),
    Indicator(
        code="ACT-02",
        identifier="act_six_same_rate",
        chain=ACTIVITY,
        name="“六同”开展率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="六类共同活动中开展了几类；只计同一集群两个以上党组织联办的。",
        formula="统计期内联办活动中不同“六同”类别数÷6。分月为所在年度各月。",
        source="苏州日报2023年8月30日“一链引领”",
        reviewed_on=REVIEWED,
        numerator=kinds(rows_of.JOINT, rows_of.six, "six_together"),
        out_of=len(SixTogether),
        parts=(
            *map(six_of, SixTogether),
            *(
                Part(
                    key=f"month-{number}",
                    name=f"{number}月",
                    unit=Unit.KINDS,
                    numerator=kinds(rows_of.JOINT, partial(rows_of.six_in_month, number), "six_together"),
                )
                for number in MONTHS
            ),
        ),
    ),
    Indicator(
        code="ACT-03",
        identifier="act_four_meetings",
        chain=ACTIVITY,
        name="“四会”场次",
        unit=Unit.EVENTS,
        better=Better.HIGHER,
        meaning="产业发展方向讨论会、市场信息交流分析会、生产经营现场观摩会、科技创新技术分享会开了几场。",
        formula="统计期内已举办、标为“四会”的活动场次，按类别分列。",
        source="昆山元宇宙产业集群“宇宙元生”工程",
        reviewed_on=REVIEWED,
        numerator=Tally(rows_of.ACTIVITIES, rows_of.four),
        parts=tuple(events(kind.value, kind.label, partial(rows_of.four_of, kind)) for kind in FourMeeting),
    ),
    Indicator(
        code="ACT-04",
        identifier="act_rotation_rate",
        chain=ACTIVITY,
        name="轮值完成率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="到期的轮值中，有多大比例在轮值期内办了活动；逾期补办的不算。",
        formula="轮值期内举办了活动的轮值数÷轮值截止日在统计期内的轮值数。",
        source="苏州日报2023年8月30日“一链引领”轮值活动",
        reviewed_on=REVIEWED,
        numerator=Tally(rows_of.SLOTS, rows_of.turns_kept),
        denominator=Tally(rows_of.SLOTS, rows_of.turns_due),
    ),
    Indicator(
        code="ACT-05",
        identifier="act_member_participation",
        chain=ACTIVITY,
        name="党员参与率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="覆盖党员中，统计期内至少到会一次的比例；列席、请假、缺席的不算。",
        formula="统计期内至少有一次“到会”的覆盖党员数÷覆盖党员数（均按截至日组织关系）。",
        source="“关系在支部、活动共参与”",
        reviewed_on=REVIEWED,
        numerator=Tally(MEMBERS, rows_of.attending),
        denominator=MEMBER,
    ),
    Indicator(
        code="ACT-06",
        identifier="act_theme_day_rate",
        chain=ACTIVITY,
        name="主题党日按期率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="党支部应开展主题党日的月份中，实际开展了的比例。",
        formula="各党支部开展了主题党日的月数之和÷各党支部存续满整月的月数之和；只计统计期内的整月。",
        source="支部工作条例",
        reviewed_on=REVIEWED,
        numerator=THEME_DAYS,
        denominator=MONTHS_LIVED,
    ),
    Indicator(
        code="ACT-07",
        identifier="act_three_one_rate",
        chain=ACTIVITY,
        name="三会一课达标率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="党支部中，党员大会、支委会、党小组会、党课都开足了的比例。",
        formula="达标支部数÷应达标支部数：每季度党员大会、党课各一次；设委员会的支委会每月一次；设党小组的各组每月一次。"
        "只计支部存续满整季的季度；统计期内没有整季的，取此前最近一个整季。",
        source="支部工作条例",
        reviewed_on=REVIEWED,
        numerator=Tally(ORGANIZATIONS, rows_of.meeting_all),
        denominator=Tally(ORGANIZATIONS, rows_of.judged),
        parts=tuple(of_meetings(MeetingKind(kind)) for kind in owed.THREE_AND_ONE),
    ),
    Indicator(
        code="ACT-08",
        identifier="act_multi_org_attendance",
        chain=ACTIVITY,
        name="多重组织生活人次",
        unit=Unit.ATTENDANCES,
        better=Better.HIGHER,
        meaning="党员在组织关系所在支部之外参加了多少人次活动。",
        formula="统计期内本范围活动的到会中，所代表（未填的按主办）党组织不是本人当日组织关系所在支部的人次；只计党员。",
        source="“一方隶属、多重管理”",
        reviewed_on=REVIEWED,
        numerator=Tally(rows_of.ATTENDANCES, rows_of.elsewhere),
    ),
    Indicator(
        code="ACT-09",
        identifier="act_brands",
        chain=ACTIVITY,
        name="党组织品牌数",
        unit=Unit.THINGS,
        better=Better.HIGHER,
        meaning="已命名、没有撤销的党组织和集群品牌。",
        formula="截至日有效的品牌个数；一集群一品牌为有品牌的集群数÷集群数。",
        source="昆山高新区品牌10余个；“一集群一品牌”",
        reviewed_on=REVIEWED,
        numerator=standing(rows_of.BRANDS, Brand.objects.in_force),
        parts=(
            Part(
                key="clusters",
                name="一集群一品牌",
                unit=Unit.PERCENT,
                numerator=standing(CLUSTERS, rows_of.branded),
                denominator=CLUSTER,
            ),
        ),
    ),
    Indicator(
        code="ACT-10",
        identifier="act_secretary_lectures",
        chain=ACTIVITY,
        name="书记上课场次",
        short_name="书记上课",
        unit=Unit.EVENTS,
        better=Better.HIGHER,
        meaning="党组织书记讲了多少场党课和公开课。",
        formula="统计期内已举办、课程标为“书记上课”的活动场次。",
        source="雨花台区微党课、公开课47场；“昆玉头雁·书记开讲”",
        reviewed_on=REVIEWED,
        numerator=Tally(rows_of.ACTIVITIES, rows_of.lectures),
    ),
    Indicator(
        code="ACT-11",
        identifier="act_vanguard_rate",
        chain=ACTIVITY,
        name="先锋活动参与率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="覆盖党员中，当年参加了亮诺、比武竞赛或主题行动的比例。",
        formula="统计期所在年度有亮诺、参赛或行动核查记录的覆盖党员数÷覆盖党员数。",
        source="三亮三比、三有三无、十带头",
        reviewed_on=REVIEWED,
        numerator=Tally(MEMBERS, partial(rows_of.vanguard, taking_part)),
        denominator=MEMBER,
        parts=(
            of_vanguard("pledge", "亮诺", rows_of.pledging),
            of_vanguard("contest", "比武竞赛", rows_of.competing),
            of_vanguard("campaign", "主题行动", rows_of.checked),
        ),
    ),
]
