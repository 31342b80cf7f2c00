"""示范岗、荣誉、队伍、人才计划名册 — registers about people who are in the registry already."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from apps.core.codes import CodeList
from apps.core.identifiers import mask_id_number
from apps.core.judgement import Issue, error
from apps.members.models import Honour, Post, TeamMember, WorkTeam
from apps.members.rosters.marks import person_mark
from apps.members.rosters.ordinals import SessionCell
from apps.rosters.cells import CodedCell, DateCell, IdNumberCell, NumberCell, PersonNameCell, TextCell
from apps.rosters.columns import Column
from apps.rosters.roster import Roster
from apps.rosters.rows import Row

POST_KIND = CodeList(
    "岗位类别",
    dict(Post.Kind.choices),
    also={
        Post.Kind.MODEL: ("示范岗",),
        Post.Kind.PIONEER: ("先锋岗",),
        Post.Kind.AREA: ("责任区",),
    },
)
HONOUR_KIND = CodeList(
    "荣誉类别", dict(Honour.Kind.choices), also={Honour.Kind.ARTISAN: ("工匠", "昆山工匠党员")}
)
LEVEL = CodeList(
    "荣誉级别",
    dict(Honour.Level.choices),
    also={
        Honour.Level.NATION: ("国家",),
        Honour.Level.PROVINCE: ("省",),
        Honour.Level.PREFECTURE: ("地市级", "设区市级"),
        Honour.Level.COUNTY: ("县级", "区级", "县区级", "县市区级"),
        Honour.Level.TOWN: ("镇级", "街道级"),
    },
)
TEAM_KIND = CodeList(
    "队伍类别",
    dict(WorkTeam.Kind.choices),
    also={
        WorkTeam.Kind.PIONEER_TEAM: ("先锋队", "技术攻坚党员先锋队"),
        WorkTeam.Kind.TACKLE_PARTY_GROUP: ("攻坚党小组",),
        WorkTeam.Kind.TASK_FORCE: ("专班",),
        WorkTeam.Kind.COMMITTEE: ("专委会",),
    },
)
TEAM_ROLE = CodeList(
    "分工", dict(TeamMember.Role.choices), also={TeamMember.Role.LEADER: ("队长", "组长", "团长")}
)


def happened(facts: Mapping[str, Any], *fields: str, today: date) -> Iterable[Issue]:
    """What has happened has not happened tomorrow."""
    for name in fields:
        if facts.get(name) and facts[name] > today:
            yield error("C08", "日期晚于今天", field=name)


class PersonRoster(Roster):
    """人员名册 — about people told by ID number, or for want of it by name and branch or unit."""

    anchor = "member"
    masks: ClassVar = {"id_number": mask_id_number}

    member = Column(
        "姓名",
        PersonNameCell(),
        required=True,
        also=["党员姓名", "人员姓名", "党员", "人员", "名字", "获奖人", "成员姓名"],
        example="王芳",
    )
    id_number = Column(
        "身份证号码",
        IdNumberCell(),
        also=["身份证号", "身份证", "公民身份号码", "公民身份证号码"],
        help="没有的，按姓名和党支部或单位找人",
        example="329999198507010014",
    )
    branch = Column(
        "所在党支部",
        TextCell(longest=120),
        also=["党支部", "所属党支部", "所在支部"],
        example="中共昆山示例科技有限公司支部委员会",
    )
    work_unit = Column("工作单位", TextCell(longest=120), also=["单位", "所在单位", "企业名称", "企业"])
    person_uid = person_mark()


class PostRoster(PersonRoster):
    """党员示范岗 — one post of one person at one organisation."""

    title = "党员示范岗台账"
    key = "member"

    organization = Column(
        "设岗党组织",
        TextCell(longest=120),
        also=["党组织", "设岗单位党组织", "设立党组织"],
        help="不填的归入上传时选的党组织",
        example="中共昆山示例科技有限公司支部委员会",
    )
    kind = Column("岗位类别", CodedCell(POST_KIND), also=["类别", "岗区类别"], example="党员示范岗")
    name = Column(
        "岗位名称", TextCell(longest=80), also=["岗区名称", "示范岗名称", "岗位"], example="一号产线质量岗"
    )
    content = Column("岗位职责", TextCell(longest=200), also=["职责", "创岗内容", "承诺内容"])
    starts_on = Column("设立日期", DateCell(), also=["设岗日期", "设立时间"], example="2025-07-01")
    signed_on = Column("挂牌日期", DateCell(), also=["挂牌时间", "授牌日期"])

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        yield from happened(facts, "starts_on", "signed_on", today=today)


class HonourRoster(PersonRoster):
    """荣誉 — one title of one person in one year."""

    title = "荣誉台账"
    key = "member"

    named = Column(
        "荣誉名称",
        TextCell(longest=80),
        field="title",
        also=["荣誉称号", "称号", "奖项名称", "表彰名称"],
        example="党员工匠",
    )
    kind = Column("荣誉类别", CodedCell(HONOUR_KIND, strict=False), also=["类别"], example="党员工匠")
    level = Column("级别", CodedCell(LEVEL, strict=False), also=["荣誉级别", "表彰级别"], example="区镇级")
    rank_text = Column("位次", TextCell(longest=60), help="如首个、全省首家", template=False)
    session_no = Column("届次", SessionCell(), also=["第几届"], example="6")
    year = Column("年度", NumberCell(units={"年": 1, "年度": 1}), also=["获得年度", "年份"], example="2025")
    awarded_by = Column("授予单位", TextCell(longest=80), also=["表彰单位", "颁发单位", "命名单位"])

    def complete(self, row: Row, mapped: frozenset[str]) -> None:
        """A title says what kind it is, when no column does."""
        values = row.values
        if values.get("kind") is None and values.get("title"):
            values["kind"] = HONOUR_KIND.read(values["title"]) or Honour.Kind.OTHER.value

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        if (facts.get("year") or 0) > today.year:
            yield error("C08", "年度晚于今年", field="year")


class WorkTeamRoster(Roster):
    """工作队伍 — told apart by name within a cluster."""

    title = "工作队伍台账"
    key = "name"

    name = Column(
        "队伍名称", TextCell(longest=80), required=True, also=["名称", "队伍"], example="信创攻坚先锋队"
    )
    kind = Column("队伍类别", CodedCell(TEAM_KIND), also=["类别", "类型"], example="党员先锋队")
    theme = Column("主题", TextCell(longest=80), also=["攻关方向", "服务方向", "方向"])
    cluster = Column("产业集群", TextCell(longest=80), also=["所属集群", "集群", "产业链", "服务集群"])
    organization = Column("组建党组织", TextCell(longest=120), also=["党组织", "牵头党组织", "所属党组织"])
    starts_on = Column(
        "组建日期", DateCell(), also=["成立日期", "成立时间", "组建时间"], example="2025-03-01"
    )

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        yield from happened(facts, "starts_on", today=today)


class TeamMemberRoster(PersonRoster):
    """队伍成员 — who serves on a registered team."""

    title = "队伍成员名册"
    key = "member"

    team = Column(
        "队伍名称", TextCell(longest=80), required=True, also=["所在队伍", "队伍"], example="信创攻坚先锋队"
    )
    role = Column("分工", CodedCell(TEAM_ROLE, strict=False), also=["队内职务", "职务"], example="成员")
    starts_on = Column("加入日期", DateCell(), also=["加入时间", "入队日期"], example="2025-03-01")


class ProgrammeMemberRoster(PersonRoster):
    """计划人选 — who is on a registered talent programme, and how far."""

    title = "人才计划人选名册"
    key = "member"

    programme = Column(
        "人才计划",
        TextCell(longest=80),
        required=True,
        also=["计划名称", "所属计划", "入选计划"],
        example="鸿鹄计划",
    )
    applied_on = Column("报名日期", DateCell(), also=["报名时间", "申报日期"], example="2025-03-01")
    selected_on = Column("入选日期", DateCell(), also=["入选时间"], example="2025-04-01")
    completed_on = Column("结业日期", DateCell(), also=["结业时间", "培养期满日期"])

    def complete(self, row: Row, mapped: frozenset[str]) -> None:
        """Whoever was selected had applied by then, when no column says when."""
        values = row.values
        if values.get("applied_on") is None and values.get("selected_on"):
            values["applied_on"] = values["selected_on"]

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        yield from happened(facts, "applied_on", "selected_on", "completed_on", today=today)
