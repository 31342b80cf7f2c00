"""企业名册与党组织名册 are read by the same engine as the member roster."""

from datetime import date
from decimal import Decimal

import pytest

from apps.clusters.rosters import EnterpriseRoster
from apps.organizations.kinds import TypeCode
from apps.organizations.names import full_name_in, is_proper_full_name, looks_like_organization
from apps.organizations.rosters import OrganizationRoster, kind_by_name
from apps.rosters.checking import Check, check_workbook
from apps.rosters.choices import Choices
from apps.rosters.reading import read_pasted
from apps.rosters.register import EmptyRegister


def checked(roster, *lines: str) -> Check:
    return check_workbook(
        read_pasted("\n".join(lines)), roster, EmptyRegister(), Choices(today=date(2026, 11, 22))
    )


def codes(check: Check) -> list[list[str]]:
    return [[issue.code for issue in row.issues] for row in check.records]


def test_an_enterprise_is_read_with_its_units_and_lists():
    check = checked(
        EnterpriseRoster(),
        "企业名称\t统一社会信用代码\t企业性质\t职工人数\t年产值\t年度\t资质\t联系电话\t链上角色",
        "昆山示例科技有限公司\t91329999MA0000015Y\t民营\t120人\t1.2亿元\t2025\t高企、瞪羚\t0512-57000010\t链主企业",
    )
    assert check.rows[0].values == {
        "name": "昆山示例科技有限公司",
        "uscc": "91329999MA0000015Y",
        "ownership": "private",
        "employees": 120,
        "output_value": Decimal("12000"),
        "output_year": 2025,
        "tech_titles": ("高企", "瞪羚"),
        "contact_phone": "0512-57000010",
        "chain_role": "leader",
    }
    assert codes(check) == [[]]


def test_an_enterprise_without_a_code_is_told_by_its_name():
    check = checked(EnterpriseRoster(), "企业名称\t规模\t联系人", "昆山示例科技有限公司\t中\t王芳")
    assert check.rows[0].verdict.value == "new"


def test_two_enterprises_do_not_share_a_code():
    check = checked(
        EnterpriseRoster(),
        "企业名称\t统一社会信用代码\t联系人",
        "昆山甲公司\t91329999MA0000015Y\t王芳",
        "昆山乙公司\t91329999MA0000015Y\t李平",
        "昆山甲公司\t91329999MA0000023R\t李平",
    )
    assert codes(check) == [[], ["USCC_TWICE"], ["NAME_TWICE"]]


def test_figures_of_an_enterprise_agree():
    check = checked(
        EnterpriseRoster(),
        "企业名称\t职工数\t35岁以下职工数\t产值",
        "昆山甲公司\t10\t20\t",
        "昆山乙公司\t\t\t500",
    )
    assert codes(check) == [["EMPLOYEES"], ["OUTPUT_YEAR"]]


def test_an_organization_is_read_with_its_kind_and_units():
    check = checked(
        OrganizationRoster(),
        "党组织名称\t组织类别\t上级党组织\t成立时间\t单位名称\t所属集群",
        "中共昆山甲等企业联合支部委员会\t\t中共昆山开发区综合委员会\t2018年6月\t昆山甲公司、昆山乙公司\t元宇宙",
    )
    assert check.rows[0].values == {
        "full_name": "中共昆山甲等企业联合支部委员会",
        "type_code": TypeCode.JOINT_BRANCH,
        "parent": "中共昆山开发区综合委员会",
        "established_on": date(2018, 6, 1),
        "established_on_precision": "M",
        "units": ("昆山甲公司", "昆山乙公司"),
    }
    assert check.rows[0].asides == {"cluster": "元宇宙"}
    assert codes(check) == [[]]


def test_faults_of_organizations_are_named():
    check = checked(
        OrganizationRoster(),
        "党组织名称\t组织类别\t成立时间\t单位名称",
        "中共昆山甲公司支部委员会\t党支部\t2030-01-01\t",
        "中共昆山甲公司支部委员会\t党支部\t\t",
        "甲公司支部\t联合党支部\t\t甲公司",
    )
    assert codes(check) == [["C08"], ["ORG_TWICE"], ["ORG_NAME", "ORG_JOINT"]]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("中共昆山甲公司支部委员会", "631"),
        ("中共昆山甲公司支部", "631"),
        ("中共昆山甲等企业联合支部委员会", "632"),
        ("中共昆山甲公司总支部委员会", "621"),
        ("中共昆山甲公司委员会", "611"),
        ("中共昆山甲项目临时支部委员会", "931"),
        ("第一党小组", "699"),
        ("昆山甲公司", None),
    ],
)
def test_a_name_says_what_it_names(name, kind):
    assert kind_by_name(name) == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("中共昆山××智能科技有限公司支部委员会党员花名册", "中共昆山××智能科技有限公司支部委员会"),
        ("中共昆山甲公司第五支部党员花名册", "中共昆山甲公司第五支部"),
        ("填报单位：中国共产党昆山甲公司委员会", "中国共产党昆山甲公司委员会"),
        ("昆山甲公司党员花名册", ""),
    ],
)
def test_the_name_inside_a_title_is_found(text, name):
    assert full_name_in(text) == name


def test_lines_that_can_only_name_an_organization_are_known():
    assert looks_like_organization("第二党支部")
    assert looks_like_organization("中共昆山甲公司支部委员会")
    assert not looks_like_organization("党支部党员名册")
    assert not looks_like_organization("昆山甲公司")


def test_a_full_name_opens_and_closes_as_on_the_seal():
    assert is_proper_full_name("中国共产党昆山甲公司总支部委员会")
    assert not is_proper_full_name("昆山甲公司党支部")
