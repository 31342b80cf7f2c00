"""Rosters of enterprises and of Party organisations: read, judged and kept like that of members."""

import re
from datetime import date

import pytest

from apps.clusters.models import ClusterEnterprise, Enterprise, EnterpriseAlias, EnterpriseState
from apps.core.remit import Remit
from apps.organizations.models import Coverage, OrganizationPlacing, OrganizationUnit, PartyOrganization
from apps.rosters import registry, workflow
from apps.rosters.grid import grid
from apps.rosters.situation import Plan
from tests.factories import (
    a_credit_code,
    make_body,
    make_cluster,
    make_enterprise,
    make_organization,
    make_place,
    remit_to,
)
from tests.rosters.test_remit import TODAY, UNIT_NEUTRAL, a_sheet

pytestmark = pytest.mark.django_db
FIRMS = ("企业名称", "统一社会信用代码", "简称", "在岗职工数", "产业集群", "链上角色", "所在区域", "联系电话")
BRANCHES = ("党组织全称", "组织类别", "上级党组织", "服务单位", "成立日期", "产业集群")
CODE = a_credit_code(777)


def kept(roster, *rows, headings, remit=None, **plan):
    kind = registry.kind_of(roster)
    data = a_sheet(*rows, headings=headings)
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind, plan=Plan(**plan), by=None)
    return workflow.keep(upload, remit=remit or Remit.everything(), by=None, today=TODAY)


def firms(*rows, **said):
    return kept("enterprise", *rows, headings=FIRMS, **said)


def branches(*rows, **said):
    return kept("organization", *rows, headings=BRANCHES, **said)


def a_firm(name="甲有限公司", code=CODE, short="甲", staff="120", cluster="", role="", place="", phone=""):
    return (name, code, short, staff, cluster, role, place, phone)


@pytest.fixture
def cluster():
    return make_cluster("元宇宙产业集群", place=make_place("昆山市"))


def test_an_enterprise_comes_with_its_names_state_and_place_on_the_chain(cluster):
    firms(a_firm(cluster="元宇宙产业集群", role="链主", place="昆山市", phone="19900000009"))
    firm = Enterprise.objects.get()
    assert (firm.uscc, firm.employees, firm.contact_phone) == (CODE, 120, "19900000009")
    assert EnterpriseAlias.objects.get().name == "甲"
    assert EnterpriseState.objects.get().place.name == "昆山市"
    place = ClusterEnterprise.objects.get()
    assert (place.cluster, place.chain_role) == (cluster, "leader")


def test_the_same_enterprises_twice_change_nothing(cluster):
    row = a_firm(cluster="元宇宙产业集群", role="链主", place="昆山市", phone="19900000009")
    firms(row)
    assert firms(row).counts["unchanged"] == 1


def test_a_changed_figure_is_the_only_change(cluster):
    firms(a_firm(cluster="元宇宙产业集群", role="链主", place="昆山市"))
    check = firms(a_firm(staff="130", cluster="元宇宙产业集群", role="链主", place="昆山市"))
    assert check.records[0].changes == {"employees": (120, 130)}
    assert Enterprise.objects.get().employees == 130


@pytest.mark.parametrize(
    ("staff", "young", "verdicts"),
    [("3", "3", (1, 0)), ("", "3", (1, 0)), ("2", "3", (0, 1)), ("0", "3", (0, 1))],
)
def test_the_young_are_no_more_than_everybody(staff, young, verdicts):
    headings = ("企业名称", "在岗职工数", "35岁及以下职工数")
    counts = kept("enterprise", ("甲有限公司", staff, young), headings=headings).counts
    assert (counts["new"], counts["refused"]) == verdicts


def test_a_blank_number_of_staff_is_held_against_the_registered_one():
    headings = ("企业名称", "在岗职工数", "35岁及以下职工数")
    kept("enterprise", ("甲有限公司", "2", ""), headings=headings)
    assert kept("enterprise", ("甲有限公司", "", "3"), headings=headings).counts["refused"] == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [(CODE, CODE), ("", ""), (CODE, ""), ("", CODE)],
    ids=["代码", "名称", "有无", "无有"],
)
@pytest.mark.parametrize("is_registered", [False, True])
def test_of_one_enterprise_in_two_rows_the_first_stands(first, second, is_registered):
    if is_registered:
        make_enterprise("甲有限公司", uscc=CODE)
    check = firms(a_firm(code=first, staff="130"), a_firm(code=second, short="甲、丙", staff="140"))
    assert [issue.message for issue in check.records[1].issues if issue.blocks] == [
        "与“党员”第2行是同一家企业，请合并成一行"
    ]
    assert Enterprise.objects.get().employees == 130


@pytest.mark.parametrize(
    ("column", "said", "fault"),
    [
        ("35岁及以下职工数", "5", "不能多于在岗职工数"),
        ("产值（万元）", "5", "填写产值时须填写产值年度"),
        ("联系电话", "123", "手机号格式有误"),
    ],
)
def test_a_row_that_is_refused_keeps_its_enterprise_from_the_rows_after_it(column, said, fault):
    headings, rows = ("企业名称", "在岗职工数", column), [("甲有限公司", "3", said), ("甲有限公司", "3", "")]
    for check in (kept("enterprise", *rows, headings=headings) for _ in range(2)):
        assert [[issue.message for issue in row.issues if issue.blocks] for row in check.records] == [
            [fault],
            ["与“党员”第2行是同一家企业，请合并成一行"],
        ]


@pytest.mark.parametrize(("heading", "said"), [("产业集群", "元宇宙"), ("所在区域", "示例(市)")])
def test_another_spelling_of_what_is_registered_changes_nothing_the_second_time(heading, said):
    cluster = make_cluster("元宇宙产业集群", place=make_place("示例（市）"))
    cluster.short_name = "元宇宙"
    cluster.save()
    row, headings = ("甲有限公司", said, "有备注"), ("企业名称", heading, "备注")
    kept("enterprise", row, headings=headings)
    assert kept("enterprise", row, headings=headings).counts["unchanged"] == 1


def test_a_name_of_two_enterprises_of_the_file_says_nothing_without_a_code():
    check = firms(a_firm(), a_firm(code=a_credit_code(778)), a_firm(code=""))
    assert [row.verdict for row in check.records] == ["new", "new", "refused"]
    assert [issue.message for issue in check.records[2].issues if issue.blocks] == [
        "名册中“甲有限公司”不止一家，请填写统一社会信用代码"
    ]


def test_nought_and_no_are_shown_as_they_were_written():
    headings = ("企业名称", "在岗职工数", "建有工会")
    check = kept("enterprise", ("甲有限公司", "0", "否"), ("乙有限公司", "", ""), headings=headings)
    shown = re.findall(r"<td[^>]*>([^<]*)</td>", grid(check.records, check.roster))
    assert shown == ["甲有限公司", "0", "否", "—", "乙有限公司", "—", "—", "—"]


def test_another_role_ends_the_place_on_the_chain_and_opens_the_next(cluster):
    firms(a_firm(cluster="元宇宙产业集群", role="配套"), as_of=date(2026, 1, 1))
    firms(a_firm(cluster="元宇宙产业集群", role="链主"))
    held = ClusterEnterprise.objects.order_by("pk").values_list("chain_role", "ends_on")
    assert list(held) == [("supporting", TODAY), ("leader", None)]


def test_an_enterprise_outside_the_remit_gets_the_neutral_sentence(cluster):
    make_enterprise("甲有限公司", uscc=CODE, cluster=make_cluster())
    check = firms(a_firm(cluster="元宇宙产业集群"), remit=remit_to(cluster))
    assert [issue.message for issue in check.records[0].issues if issue.blocks] == [UNIT_NEUTRAL]
    assert Enterprise.objects.count() == 1


def test_an_enterprise_that_would_leave_the_remit_is_refused(cluster):
    other = make_cluster("光电产业集群")
    check = firms(a_firm(cluster="光电产业集群"), remit=remit_to(cluster))
    assert (check.counts["refused"], ClusterEnterprise.objects.filter(cluster=other).count()) == (1, 0)


def test_organisations_come_superiors_first_whatever_the_order_of_the_file(cluster):
    make_body(cluster)
    committee = "中共示例区综合委员会"
    check = branches(
        ("中共甲有限公司支部委员会", "党支部", committee, "甲有限公司", "2018-06-01", "元宇宙产业集群"),
        (committee, "党委", "", "", "2010-01-01", ""),
        create_missing=True,
    )
    branch = PartyOrganization.objects.get(full_name="中共甲有限公司支部委员会")
    assert check.counts["new"] == 2
    assert OrganizationPlacing.objects.get(organization=branch).parent.full_name == committee
    assert OrganizationUnit.objects.get().enterprise.name == "甲有限公司"
    assert Coverage.objects.get().organization == branch
    assert branch.established_on == date(2018, 6, 1)


def test_the_same_organisations_twice_change_nothing(cluster):
    make_body(cluster)
    row = ("中共甲有限公司支部委员会", "党支部", "", "甲有限公司", "2018-06-01", "元宇宙产业集群")
    branches(row, create_missing=True)
    assert branches(row).counts["unchanged"] == 1


def test_a_name_changes_no_kind_that_is_registered(cluster):
    make_organization("中共甲有限公司支部委员会", type_code="632")
    check = branches(("中共甲有限公司支部委员会", "", "", "", "", ""))
    assert [(row.verdict, row.changes) for row in check.records] == [("unchanged", {})]


def test_a_branch_whose_row_holds_words_of_headings_is_a_branch(cluster):
    headings = ("党组织全称", "组织类别", "产业集群", "备注", "书记")
    rows = [
        (
            f"中共{name}有限公司支部委员会",
            "党支部",
            "元宇宙产业集群",
            "2024年换届，书记由工会主席兼任",
            "张测",
        )
        for name in "甲乙"
    ]
    assert kept("organization", *rows, headings=headings).counts["new"] == 2


def test_a_branch_cannot_stand_under_a_branch():
    make_organization("中共甲有限公司支部委员会")
    check = branches(("中共乙有限公司支部委员会", "党支部", "中共甲有限公司支部委员会", "", "", ""))
    assert [issue.code for issue in check.records[0].issues] == ["PARENT_KIND"]


def test_organisations_that_stand_under_each_other_are_refused_and_the_others_kept():
    rows = (
        ("中共甲委员会", "党委", "中共乙委员会"),
        ("中共乙委员会", "党委", "中共甲委员会"),
        ("中共丙支部委员会", "党支部", "中共甲委员会"),
        ("中共丁委员会", "党委", ""),
    )
    check = branches(*((*row, "", "", "") for row in rows))
    refused = [issue.code for row in check.records for issue in row.issues if issue.blocks]
    assert refused == ["PARENT_LOOP", "PARENT_LOOP", "PARENT_REFUSED"]
    assert PartyOrganization.objects.get().full_name == "中共丁委员会"


def test_what_stands_under_a_row_that_is_not_kept_is_not_kept():
    rows = (
        ("中共丙支部委员会", "党支部", "中共乙总支部委员会", "", ""),
        ("中共乙总支部委员会", "党总支部", "中共甲委员会", "", ""),
        ("中共甲委员会", "党委", "", "", "2031-01-01"),
    )
    check = branches(*((*row, "") for row in rows))
    said = [[issue.message for issue in row.issues if issue.blocks] for row in check.records]
    assert said[:2] == [["上级党组织“党员”第4行不能入库，请先改好那一行"]] * 2
    assert PartyOrganization.objects.count() == 0


def test_a_name_taken_outside_the_remit_is_refused_neutrally(cluster):
    make_organization("中共甲有限公司支部委员会")
    row = ("中共甲有限公司支部委员会", "党支部", "", "", "", "元宇宙产业集群")
    check = branches(row, remit=remit_to(cluster))
    assert "请联系组织部" in check.records[0].issues[0].message
    assert PartyOrganization.objects.filter(is_functional=False).count() == 1
