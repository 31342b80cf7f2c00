"""企业名册 — the roster of enterprises, column by column (domain.md §2.0, §4.6)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from apps.clusters.codes import CHAIN_ROLE, OPERATING_STATUS, OWNERSHIP, SCALE
from apps.core.identifiers import mask_phone
from apps.core.judgement import Issue, error, warning
from apps.core.text import compact
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

NAME_MISSING = error("NAME_MISSING", "没有填写企业名称", field="name")
TEN_THOUSANDS = {"万": 1, "万元": 1, "亿": 10_000, "亿元": 10_000}


class EnterpriseRoster(Roster):
    """企业名册 — the credit code tells a correction from a newcomer; without one, the name does."""

    title = "企业名册"
    key = "uscc"
    anchor = "name"
    masks: ClassVar = {"contact_phone": mask_phone}

    name = Column(
        "企业名称",
        TextCell(longest=120),
        required=True,
        also=["单位名称", "单位名称(全称)", "公司名称", "企业全称", "企业", "名称", "工作单位"],
        unlike=["简称", "曾用", "性质", "规模", "负责人", "地址", "联系"],
        example="昆山示例科技有限公司",
    )
    uscc = Column(
        "统一社会信用代码",
        CreditCodeCell(),
        also=["信用代码", "社会信用代码", "法人单位统一社会信用代码", "企业信用代码"],
        example="91329999MA0000015Y",
    )
    aliases = Column("简称", ListCell(), also=["企业简称", "别名", "又名", "曾用名"])
    other_reg_no = Column(
        "其他登记号",
        TextCell(longest=40, numbers=True),
        also=["组织机构代码", "营业执照号", "注册号"],
        template=False,
    )
    industry_code = Column(
        "行业代码", TextCell(longest=4), also=["行业", "经济行业", "所属行业"], example="C39"
    )
    ownership = Column(
        "企业控制情况",
        CodedCell(OWNERSHIP, strict=False),
        also=["控股情况", "企业控制(控股)情况", "单位性质类别", "企业性质", "经济类型"],
        example="非公",
    )
    scale = Column(
        "企业规模", CodedCell(SCALE, strict=False), also=["规模"], unlike=["规上", "以上"], example="中型"
    )
    is_above_scale = Column("规上企业", BooleanCell(), also=["是否规上", "是否规上企业", "规模以上企业"])
    employees = Column(
        "在岗职工数",
        NumberCell(),
        also=["职工数", "员工数", "职工人数", "从业人员", "在岗职工人数", "员工人数"],
    )
    employees_under35 = Column("35岁及以下职工数", NumberCell(), also=["35岁以下职工数", "35岁及以下"])
    output_value = Column(
        "产值（万元）", NumberCell(whole=False, units=TEN_THOUSANDS), also=["产值", "年产值", "年产值(万元)"]
    )
    output_year = Column("产值年度", NumberCell(units={"年": 1}), also=["年度"], example="2025")
    tech_titles = Column(
        "科技资质", ListCell(), also=["资质", "企业资质", "科技荣誉"], example="高新技术企业、专精特新"
    )
    place = Column("所在区域", also=["所属区镇", "区镇", "单位所在行政区划", "行政区划", "所在地"])
    building = Column("楼宇园区", TextCell(longest=80), also=["所在楼宇", "园区", "楼宇", "所在园区"])
    address = Column("注册地址", TextCell(longest=200), also=["地址", "企业地址", "单位地址", "经营地址"])
    legal_representative = Column(
        "单位负责人", PersonNameCell(), also=["法定代表人", "法人代表", "法人", "负责人"]
    )
    owner_is_member = Column("单位负责人是党员", BooleanCell(), also=["单位负责人是否党员", "负责人是否党员"])
    has_union = Column("建有工会", BooleanCell(), also=["是否建有工会", "工会"])
    has_youth_league = Column(
        "建有共青团组织", BooleanCell(), also=["是否建有共青团组织", "共青团", "团组织"]
    )
    contact_name = Column("联系人", PersonNameCell(), also=["企业联系人", "联系人姓名"])
    contact_phone = Column(
        "联系电话", PhoneCell("mobile", "landline"), also=["联系人电话", "电话", "手机", "手机号码"]
    )
    status = Column("经营状态", CodedCell(OPERATING_STATUS), also=["状态", "企业状态"])
    cluster = Column(
        "产业集群",
        also=["所属集群", "集群", "产业链", "所属产业集群", "集群名称", "产业创新集群"],
        example="元宇宙产业集群",
    )
    chain_role = Column(
        "链上角色", CodedCell(CHAIN_ROLE, strict=False), also=["角色", "链上地位"], example="链主"
    )
    is_key = Column("重点企业", BooleanCell(), also=["是否重点企业", "是否重点"])
    joined_on = Column("入链日期", DateCell(), also=["纳入日期", "加入集群日期", "入链时间"], template=False)
    remark = Column("备注", TextCell(longest=2000, verbatim=True), also=["说明"])

    def complete(self, row: Row, mapped: frozenset[str]) -> None:
        row.take_notes()

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        if not facts.get("name"):
            yield NAME_MISSING
        everybody = facts.get("employees")
        if everybody is not None and (facts.get("employees_under35") or 0) > everybody:
            yield error("EMPLOYEES", "不能多于在岗职工数", field="employees_under35")
        if facts.get("output_value") is not None and not facts.get("output_year"):
            yield error("OUTPUT_YEAR", "填写产值时须填写产值年度", field="output_value")

    def judge_together(self, rows: Sequence[Row]) -> None:
        """One name, two codes is a doubt."""
        named = (
            (compact(row.values["name"]) if row.values.get("name") and row.values.get("uscc") else None, row)
            for row in rows
        )
        for _, row, first in repeated(named):
            if row.values["uscc"] != first.values["uscc"]:
                row.say(warning("NAME_TWICE", f"企业名称重复：与{first.place}相同", field="name"))
