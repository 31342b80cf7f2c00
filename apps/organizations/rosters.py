"""党组织名册 — the roster of Party organisations, column by column (domain.md §4.6)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from apps.core.identifiers import mask_phone
from apps.core.judgement import Issue, error, warning
from apps.core.text import compact
from apps.organizations.codes import ORGANIZATION_STATUS, ORGANIZATION_TYPE, UNIT_SITUATION
from apps.organizations.kinds import FUNCTIONAL, JOINT_BRANCHES, KIND_BY_NAME, TypeCode
from apps.organizations.names import is_proper_full_name
from apps.rosters.cells import (
    BooleanCell,
    CodedCell,
    CreditCodeCell,
    DateCell,
    ListCell,
    NumberCell,
    PersonNameCell,
    PhoneCell,
    TextCell,
)
from apps.rosters.columns import Column
from apps.rosters.roster import Roster
from apps.rosters.rows import Row, repeated

NAME_MISSING = error("NAME_MISSING", "没有填写党组织名称", field="full_name")


class OrganizationRoster(Roster):
    """党组织名册 — the full name on the seal tells a correction from a newcomer."""

    title = "党组织名册"
    key = "full_name"
    anchor = "full_name"
    masks: ClassVar = {"contact_phone": mask_phone}

    full_name = Column(
        "党组织全称",
        TextCell(longest=120),
        required=True,
        also=["党组织名称", "党组织名称(全称)", "组织名称", "支部名称", "党支部名称", "党支部", "所在党组织"],
        unlike=["上级", "曾用", "简称", "批准", "书记"],
        help="即公章名称",
        example="中共昆山示例科技有限公司支部委员会",
    )
    short_name = Column("党组织简称", TextCell(longest=60), also=["简称", "党内统计用党组织简称"])
    code = Column("党组织编码", TextCell(longest=40, numbers=True), also=["党组织代码", "组织编码"])
    type_code = Column(
        "组织类别", CodedCell(ORGANIZATION_TYPE), also=["党组织类别", "党组织类型", "类别"], example="党支部"
    )
    is_functional = Column("功能型党组织", BooleanCell(), also=["是否功能型党组织", "功能型"])
    parent = Column(
        "上级党组织",
        TextCell(longest=120),
        also=["隶属党组织", "所属党委", "所属党总支", "组织树", "上级组织"],
        unlike=["批准"],
        example="中共昆山示例区综合委员会",
    )
    established_on = Column(
        "成立日期", DateCell(), also=["成立时间", "建立时间", "建立日期"], example="2018-06-01"
    )
    approved_by = Column("批准成立的上级党组织", TextCell(longest=120), also=["批准成立党组织", "批复单位"])
    approval_no = Column("批复文号", TextCell(longest=60), also=["文号"])
    applied_on = Column("申请成立日期", DateCell(), also=["请示日期"], template=False)
    approved_on = Column("批复日期", DateCell(), also=["批准日期", "批复时间"], template=False)
    unit_situation = Column(
        "党组织所在单位情况", CodedCell(UNIT_SITUATION, strict=False), also=["所在单位情况"]
    )
    units = Column(
        "服务单位",
        ListCell(),
        also=["单位名称", "所在单位", "联合单位", "覆盖企业", "企业名称", "单位名称(全称)"],
        unlike=["性质", "情况", "负责人", "地址", "代码"],
        help="联合党支部填两家以上",
        example="昆山示例科技有限公司、昆山示例软件有限公司",
    )
    uscc = Column(
        "统一社会信用代码",
        CreditCodeCell(),
        also=["法人单位统一社会信用代码", "单位统一社会信用代码"],
        template=False,
    )
    secretary = Column("党组织书记", PersonNameCell(), also=["书记", "书记姓名", "党支部书记"], unlike=["副"])
    contact_name = Column("党组织联系人", PersonNameCell(), also=["联系人", "联系人姓名"])
    contact_phone = Column(
        "联系电话", PhoneCell("mobile", "landline"), also=["联系人电话", "电话", "手机"], unlike=["书记"]
    )
    term_starts_on = Column(
        "本届任期起始",
        DateCell(),
        also=["换届时间", "最近换届时间", "届次起始", "任期开始日期"],
        template=False,
    )
    term_years = Column("任期", NumberCell(), also=["任期(年)", "任期年限"], template=False)
    can_approve_probationary = Column(
        "是否具有“审批预备党员权限”", BooleanCell(), also=["审批预备党员权限"], template=False
    )
    place = Column("党组织所在行政区划", also=["所在区域", "所属区镇", "行政区划", "所在地", "区镇"])
    status = Column("状态", CodedCell(ORGANIZATION_STATUS), also=["党组织状态"], template=False)
    former_names = Column("党组织曾用名", ListCell(), also=["曾用名"], template=False)
    cluster = Column(
        "产业集群", aside=True, also=["所属集群", "集群", "产业链", "所属产业集群", "集群名称", "纳入集群"]
    )
    remark = Column("备注", TextCell(longest=2000, verbatim=True), also=["说明"])

    def complete(self, row: Row, mapped: frozenset[str]) -> None:
        """A name says what kind of organisation it names, when no column does."""
        values = row.values
        if values.get("type_code") is None and values.get("full_name"):
            kind = kind_by_name(values["full_name"])
            values["type_code"] = kind.value if kind else None
            row.asides[KIND_BY_NAME] = True
        if values.get("is_functional") is None and values.get("type_code") in FUNCTIONAL:
            values["is_functional"] = True
        row.take_notes()

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        name, kind, units = facts.get("full_name"), facts.get("type_code"), facts.get("units") or ()
        if not name:
            yield NAME_MISSING
        elif not is_proper_full_name(name) and kind not in FUNCTIONAL:
            yield warning("ORG_NAME", "党组织全称应以“中共”开头、以组织类别结尾", field="full_name")
        if kind in JOINT_BRANCHES and len(units) == 1:
            yield warning("ORG_JOINT", "联合党支部应服务两家以上单位", field="units")
        if facts.get("established_on") and facts["established_on"] > today:
            yield error("C08", "日期晚于今天", field="established_on")

    def judge_together(self, rows: Sequence[Row]) -> None:
        """A name stands once, and so does a code."""
        names = ((compact(row.values.get("full_name") or "") or None, row) for row in rows)
        for _, row, first in repeated(names):
            row.say(error("ORG_TWICE", f"党组织重复：与{first.place}相同", field="full_name"))
        codes = ((row.values.get("code") or None, row) for row in rows)
        for _, row, first in repeated(codes):
            row.say(error("ORG_CODE_TWICE", f"党组织编码重复：与{first.place}相同", field="code"))


def kind_by_name(name: str) -> TypeCode | None:
    """中共××联合支部委员会 → 632; None when the name does not say."""
    plain = compact(name)
    temporary, joint = "临时" in plain, "联合" in plain
    if plain.endswith(("总支部委员会", "总支部", "总支")):
        return TypeCode.TEMPORARY_GENERAL_BRANCH if temporary else TypeCode.GENERAL_BRANCH
    if plain.endswith(("支部委员会", "支部")):
        if joint:
            return TypeCode.TEMPORARY_JOINT_BRANCH if temporary else TypeCode.JOINT_BRANCH
        return TypeCode.TEMPORARY_BRANCH if temporary else TypeCode.BRANCH
    if plain.endswith(("委员会", "党委")):
        return TypeCode.TEMPORARY_COMMITTEE if temporary else TypeCode.COMMITTEE
    return TypeCode.GROUP if plain.endswith("党小组") else None
