"""上链 — a roster of enterprises of an earlier day leaves standing what is said of later ones."""

from datetime import date

import pytest

from apps.clusters.models import Cluster, ClusterEnterprise, Enterprise, EnterpriseState
from apps.core.remit import Remit
from tests.factories import (
    a_credit_code,
    an_id_number,
    make_cluster,
    make_enterprise,
    make_organization,
    make_place,
    remit_to,
)
from tests.rosters.test_other_rosters import kept

pytestmark = pytest.mark.django_db
CLUSTER = "元宇宙产业集群"
SPRING, SUMMER, AUTUMN = (date(2026, month, 1) for month in (3, 6, 9))
CODE = a_credit_code(777)


@pytest.fixture
def cluster():
    return make_cluster(CLUSTER)


def joined(role, on, **said):
    headings = ("企业名称", "产业集群", "链上角色", "入链日期")
    row = ("甲有限公司", CLUSTER, role, said.get("since", ""))
    assert kept("enterprise", row, headings=headings, as_of=on).counts["refused"] == 0
    again = kept("enterprise", row, headings=headings, as_of=on)
    assert again.counts["unchanged"] == 1


def places():
    rows = ClusterEnterprise.objects.order_by("starts_on", "pk")
    return list(rows.values_list("chain_role", "starts_on", "ends_on"))


def test_a_place_of_an_earlier_day_ends_where_the_registered_one_begins(cluster):
    make_enterprise("甲有限公司", cluster=cluster, on=SUMMER)
    joined("配套", SPRING)
    assert places() == [("supporting", SPRING, SUMMER), ("supporting", SUMMER, None)]


def test_another_role_of_an_earlier_day_ends_where_the_role_begins_that_is_registered(cluster):
    firm = make_enterprise("甲有限公司", cluster=cluster, on=SPRING)
    ClusterEnterprise.objects.create(cluster=cluster, enterprise=firm, chain_role="leader", starts_on=AUTUMN)
    joined("链主", SUMMER)
    assert places() == [
        ("supporting", SPRING, SUMMER),
        ("leader", SUMMER, AUTUMN),
        ("leader", AUTUMN, None),
    ]


def test_another_role_of_the_day_on_which_a_place_begins_corrects_it(cluster):
    make_enterprise("甲有限公司", cluster=cluster, on=SUMMER)
    joined("链主", SUMMER)
    assert places() == [("leader", SUMMER, None)]


def test_of_two_roles_a_firm_has_the_one_a_row_names_is_meant(cluster):
    firm = make_enterprise("甲有限公司", cluster=cluster, on=SPRING)
    ClusterEnterprise.objects.create(cluster=cluster, enterprise=firm, chain_role="leader", starts_on=SPRING)
    joined("链主", SUMMER)
    assert places() == [("supporting", SPRING, None), ("leader", SPRING, None)]


def test_a_firm_that_comes_back_is_not_on_the_chain_while_it_was_away(cluster):
    make_enterprise("甲有限公司", cluster=cluster, on=SPRING)
    ClusterEnterprise.objects.update(ends_on=SUMMER)
    joined("配套", AUTUMN, since="2026-04-01")
    assert places() == [("supporting", SPRING, SUMMER), ("supporting", SUMMER, None)]


def test_a_place_that_holds_no_day_ends_no_other(cluster):
    firm = make_enterprise("甲有限公司")
    never = {"starts_on": AUTUMN, "ends_on": AUTUMN}
    ClusterEnterprise.objects.create(cluster=cluster, enterprise=firm, chain_role="leader", **never)
    joined("链主", SUMMER)
    assert places() == [("leader", SUMMER, None), ("leader", AUTUMN, AUTUMN)]


@pytest.mark.parametrize("remark", ["", "新备注"])
def test_every_firm_of_the_table_joins_the_cluster_chosen_for_it(cluster, remark):
    make_enterprise("甲有限公司")
    row, headings = ("甲有限公司", "", remark), ("企业名称", "统一社会信用代码", "备注")
    first, again = (kept("enterprise", row, headings=headings, cluster=CLUSTER) for _ in range(2))
    assert (first.records[0].changes["cluster"], again.counts["unchanged"]) == ((None, CLUSTER), 1)
    assert ClusterEnterprise.objects.get().cluster == cluster


@pytest.mark.parametrize("roster", ["enterprise", "member"])
def test_a_code_that_a_firm_outside_the_remit_has_completes_none(cluster, roster):
    make_enterprise("外区有限公司", uscc=CODE, cluster=make_cluster("别处产业集群"))
    firm = make_enterprise("甲有限公司", cluster=cluster)
    branch = make_organization("中共甲有限公司支部委员会", cluster=cluster, units=(firm,))
    headings = {
        "enterprise": ("企业名称", "统一社会信用代码", "备注"),
        "member": ("姓名", "身份证号", "所在党支部", "工作单位", "统一社会信用代码"),
    }[roster]
    rows = {
        "enterprise": ("甲有限公司", CODE, "有备注"),
        "member": ("张测", an_id_number(date(1990, 1, 1)), branch.full_name, "甲有限公司", CODE),
    }[roster]
    check = kept(roster, rows, headings=headings, remit=remit_to(cluster))
    assert [issue.message for issue in check.records[0].issues if issue.blocks] == [
        "该单位暂不能登记，请联系组织部"
    ]
    assert Enterprise.objects.get(name="甲有限公司").uscc == ""


def test_a_number_or_a_word_the_register_has_no_room_for_is_refused():
    headings = ("企业名称", "产值年度", "科技资质", "在岗职工数")
    rows = (
        ("甲有限公司", "99999", "", ""),
        ("乙有限公司", "", "资" * 41, ""),
        ("丙有限公司", "", "", "9" * 12),
    )
    check = kept("enterprise", *rows, headings=headings)
    assert [issue.message for row in check.records for issue in row.issues if issue.blocks] == [
        "数字过大，请核对",
        "有一项超过40字，请缩短",
        "数字过大，请核对",
    ]


def carried_away(*trusted):
    """The verdict on a firm that its row moves from a place within the remit to one outside."""
    here, there = make_place("昆山市"), make_place("太仓市")
    firm = Enterprise.objects.get()
    EnterpriseState.objects.filter(enterprise=firm).update(place=here)
    remit = Remit(frozenset().union(*(remit_to(what).stretches for what in (here, *trusted))))
    row, headings = (firm.name, there.name, ""), ("企业名称", "所在区域", "备注")
    return [one.verdict for one in kept("enterprise", row, headings=headings, remit=remit).records]


def test_nobody_carries_a_firm_out_of_his_own_sight():
    make_enterprise("甲有限公司")
    assert carried_away() == ["refused"]


def test_but_for_one_that_stays_within_by_its_chain(cluster):
    make_enterprise("甲有限公司", cluster=cluster)
    assert carried_away(cluster) == ["changed"]


def test_a_new_cluster_stands_where_the_table_was_said_to_belong_not_where_its_firm_does():
    here, there = make_place("昆山市"), make_place("太仓市")
    row, headings = ("甲有限公司", CLUSTER, there.name), ("企业名称", "产业集群", "所在区域")
    kept("enterprise", row, headings=headings, place=here.name, create_missing=True)
    assert Cluster.objects.get().place == here
