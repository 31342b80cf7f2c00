"""活动链名册 — 活动, 活动出席, 三会一课台账, 金点子 and 招工结果, column by column (domain.md §2.4)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from apps.activities.codes import (
    ACTIVITY_KIND,
    FOUR_MEETING,
    IDEA_STATUS,
    MEETING_KIND,
    PRESENCE,
    SIX_TOGETHER,
)
from apps.core.judgement import Issue, error
from apps.members.rosters.marks import person_mark
from apps.rosters.cells import (
    BooleanCell,
    CodedCell,
    DateCell,
    IdNumberCell,
    ListCell,
    NumberCell,
    PersonNameCell,
    TextCell,
)
from apps.rosters.columns import Column
from apps.rosters.roster import Roster
from apps.rosters.rows import Row

TEN_THOUSANDS = {"万": 1, "万元": 1, "亿": 10_000, "亿元": 10_000}
PEOPLE = {"人": 1, "人次": 1, "名": 1}
HOURS = {"学时": 1, "小时": 1}


def late(facts: Mapping[str, Any], *fields: str, today: date) -> Iterable[Issue]:
    """What has happened has not happened tomorrow."""
    for name in fields:
        if facts.get(name) and facts[name] > today:
            yield error("C08", "日期晚于今天", field=name)


def held_column() -> Column:
    """举办日期"""
    return Column(
        "举办日期",
        DateCell(),
        required=True,
        also=["活动日期", "日期", "时间", "活动时间", "举办时间", "召开日期", "召开时间", "会议时间"],
        example="2026-03-10",
    )


def hosts_column() -> Column:
    """主办党组织"""
    return Column(
        "主办党组织",
        ListCell(),
        also=["主办单位", "主办", "承办党组织", "联办党组织", "主办支部", "组织单位"],
        help="第一个为牵头；联办的用顿号分开",
        example="中共示例甲支部委员会、中共示例乙支部委员会",
    )


def person_columns() -> dict[str, Column]:
    """姓名 and what tells namesakes apart."""
    return {
        "id_number": Column(
            "公民身份号码", IdNumberCell(), also=["身份证号", "身份证号码", "证件号码"], help="同名时填写"
        ),
        "branch": Column(
            "所在党支部", TextCell(longest=120), also=["所属支部", "支部", "党支部", "所属党组织"]
        ),
        "work_unit": Column("工作单位", TextCell(longest=120), also=["单位", "企业", "所在企业"]),
    }


class GatheringRoster(Roster):
    """What a sheet says of an activity, whether it lists activities or those who came."""

    held_on = held_column()
    hosts = hosts_column()
    kind = Column(
        "活动类别", CodedCell(ACTIVITY_KIND), also=["类别", "活动类型", "类型"], example="学习交流研讨"
    )
    six_together = Column("六同", CodedCell(SIX_TOGETHER), also=["六同类别"])
    four_meeting = Column("四会", CodedCell(FOUR_MEETING), also=["四会类别"])
    venue = Column("地点", TextCell(longest=120), also=["活动地点", "会议地点", "举办地点"])

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        yield from late(facts, "held_on", today=today)


class ActivityRoster(GatheringRoster):
    """活动名册 — one activity a row; name, day and host tell a correction from a newcomer."""

    title = "活动名册"
    key = "title"
    anchor = "title"

    named = Column(
        "活动名称",
        TextCell(longest=120),
        field="title",
        required=True,
        also=["活动主题", "名称", "主题", "活动", "活动内容"],
        unlike=["类别", "日期", "时间", "地点"],
        example="链上企业圆桌会",
    )
    cluster = Column("产业集群", TextCell(longest=80), also=["所属集群", "集群", "产业链"])
    headcount = Column(
        "参加人次", NumberCell(units=PEOPLE), also=["参加人数", "人数", "参与人数", "参与人次"]
    )
    external_headcount = Column("外部参加人次", NumberCell(units=PEOPLE), also=["外部人数", "外部参加人数"])
    is_for_talent = Column("人才服务", BooleanCell(), also=["是否人才服务"])
    is_online = Column("线上", BooleanCell(), also=["是否线上"], template=False)
    deal_intents = Column("撮合意向", NumberCell(), also=["意向数", "撮合意向（项）"], template=False)
    deal_amount = Column(
        "成交额（万元）",
        NumberCell(whole=False, units=TEN_THOUSANDS),
        also=["成交额", "成交金额"],
        template=False,
    )
    minutes = Column("纪要", TextCell(longest=4000, verbatim=True), also=["活动情况", "备注", "说明"])


class AttendanceRoster(GatheringRoster):
    """活动出席名册 — one person at one activity a row; an activity nobody registered comes with it."""

    title = "活动出席名册"
    key = "member"
    anchor = "member"

    activity = Column(
        "活动名称",
        TextCell(longest=120),
        required=True,
        also=["活动主题", "活动", "会议名称"],
        unlike=["类别", "日期", "时间", "地点"],
        help="没有登记过的活动随名册登记",
        example="链上企业圆桌会",
    )
    member = Column(
        "姓名",
        PersonNameCell(),
        required=True,
        also=["党员姓名", "人员", "参加人员", "参会人员"],
        example="陆明远",
    )
    id_number, branch, work_unit = person_columns().values()
    person_uid = person_mark()
    organization = Column(
        "代表党组织", TextCell(longest=120), also=["代表支部"], help="不填按主办党组织", template=False
    )
    status = Column(
        "出席情况",
        CodedCell(PRESENCE),
        also=["到会情况", "情况", "到会", "是否到会", "签到", "考勤"],
        help="到会可填√，请假△，缺席×",
        example="到会",
    )
    hours = Column("学时", NumberCell(whole=False, units=HOURS), also=["学习学时", "课时"])
    reason = Column("请假事由", TextCell(longest=120), also=["请假原因", "备注"])


class MeetingRoster(Roster):
    """三会一课台账 — one meeting of one branch a row; rows of one day and theme are one activity."""

    title = "三会一课台账"
    key = "kind"
    anchor = "kind"

    organization = Column(
        "党组织",
        TextCell(longest=120),
        also=["党支部", "支部", "支部名称", "所在党支部", "党组织名称", "党小组", "党支部或党小组"],
        example="中共示例科技有限公司支部委员会",
    )
    kind = Column(
        "类别",
        CodedCell(MEETING_KIND),
        required=True,
        also=["会议类别", "会议类型", "类型", "组织生活类别", "三会一课类别", "形式"],
        example="党员大会",
    )
    held_on = held_column()
    activity = Column(
        "主题",
        TextCell(longest=120),
        also=["会议主题", "活动主题", "会议名称", "活动名称", "活动", "内容"],
        help="不填按党组织和类别命名；一次活动记为几类的，各填一行、主题相同",
        example="学习贯彻全会精神",
    )
    venue = Column("地点", TextCell(longest=120), also=["会议地点", "活动地点"])
    due = Column("应到人数", NumberCell(units=PEOPLE), also=["应到", "应参加人数"])
    present = Column(
        "实到人数", NumberCell(units=PEOPLE), also=["实到", "参加人数", "到会人数", "实际参加人数"]
    )
    topics = Column("议题", TextCell(longest=200), also=["会议议题", "议程"])
    resolution = Column(
        "决议", TextCell(longest=4000, verbatim=True), also=["会议决议", "形成决议", "会议内容", "备注"]
    )

    def complete(self, row: Row, mapped: frozenset[str]) -> None:
        """A meeting without a theme is called by its kind."""
        values = row.values
        if values.get("activity") is None and values.get("kind"):
            values["activity"] = MEETING_KIND.label(values["kind"])

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        yield from late(facts, "held_on", today=today)


class SuggestionRoster(Roster):
    """金点子征集表 — one idea a row; who put it forward and what it is called tell it apart."""

    title = "金点子征集表"
    key = "title"
    anchor = "title"

    named = Column(
        "题目",
        TextCell(longest=120),
        field="title",
        required=True,
        also=["金点子名称", "金点子", "名称", "建议名称", "建议题目"],
        unlike=["内容", "单位"],
        example="空压机余热回收",
    )
    text = Column(
        "内容",
        TextCell(longest=4000, verbatim=True),
        also=["建议内容", "金点子内容", "具体内容", "说明"],
        example="回收空压机余热供暖，替代燃气锅炉",
    )
    member = Column(
        "姓名", PersonNameCell(), required=True, also=["提出人", "建议人", "党员姓名"], example="陆明远"
    )
    id_number, branch, work_unit = person_columns().values()
    organization = Column("党组织", TextCell(longest=120), also=["征集党组织", "报送党组织"])
    cluster = Column("产业集群", TextCell(longest=80), also=["所属集群", "集群", "产业链"])
    submitted_on = Column("提出日期", DateCell(), also=["提交日期", "征集日期", "日期"], example="2026-03-10")
    status = Column("状态", CodedCell(IDEA_STATUS), also=["办理状态", "采纳情况", "是否采纳"])
    adopted_on = Column("采纳日期", DateCell(), also=["采纳时间"])
    carried_out_on = Column("实施日期", DateCell(), also=["实施时间", "落地日期"])
    benefit_amount = Column(
        "效益（万元）",
        NumberCell(whole=False, units=TEN_THOUSANDS),
        also=["年效益", "效益", "产生效益", "经济效益"],
    )

    def complete(self, row: Row, mapped: frozenset[str]) -> None:
        """An idea told in its name alone is that; for want of another its branch takes it in."""
        values = row.values
        if values.get("text") is None:
            values["text"] = values.get("title")
        if values.get("organization") is None:
            values["organization"] = values.get("branch")

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        yield from late(facts, "submitted_on", "adopted_on", "carried_out_on", today=today)


class RecruitRoster(Roster):
    """招工结果表 — how many one enterprise hired on a day through a line or at a fair."""

    title = "招工结果表"
    key = "enterprise"
    anchor = "enterprise"

    line = Column(
        "红色专线", TextCell(longest=80), also=["专线", "专线名称", "招工专线"], example="云南昭通专线"
    )
    activity = Column(
        "招聘活动",
        TextCell(longest=120),
        also=["招聘会", "活动名称", "招聘会名称"],
        help="专线和招聘活动只填一项，须已登记",
    )
    enterprise = Column(
        "用工企业",
        TextCell(longest=120),
        required=True,
        also=["企业", "企业名称", "单位名称", "招工企业"],
        example="昆山示例科技有限公司",
    )
    hired_on = Column(
        "日期", DateCell(), required=True, also=["招工日期", "入职日期", "时间"], example="2026-03-10"
    )
    hired = Column(
        "招工人数",
        NumberCell(units=PEOPLE),
        required=True,
        also=["人数", "入职人数", "录用人数"],
        example="20",
    )

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        yield from late(facts, "hired_on", today=today)
