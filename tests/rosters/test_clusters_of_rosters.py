"""党组织名册里的产业集群 — who is covered by which, what is founded with it, and what no roster may do."""

import pytest

from apps.clusters.models import Cluster, Enterprise
from apps.organizations import workflow as organizations
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ClusterBody, Coverage, OrganizationState, PartyOrganization
from tests.factories import (
    make_body,
    make_cluster,
    make_organization,
    make_place,
    remit_to,
)
from tests.rosters.test_rehearsed import SPRING, SUMMER, committee, imported, registered

pytestmark = pytest.mark.django_db
HEADINGS = ("党组织全称", "组织类别", "产业集群", "备注")
BODY = "中共元宇宙产业集群委员会"
NEUTRAL = "该产业集群暂不能登记，请联系组织部"
MISFIT = f"“{BODY}”已登记，不能作为新集群的党委，请先核对它的类别和状态"


def branch(name="甲", cluster="元宇宙产业集群", remark=""):
    return (f"中共{name}支部委员会", "党支部", cluster, remark)


def covering():
    return list(Coverage.objects.order_by("pk").values_list("body__cluster__name", flat=True))


@pytest.fixture
def cluster():
    return make_body(make_cluster("元宇宙产业集群")).cluster


def test_a_registered_branch_is_covered_by_the_cluster_its_row_names_once(cluster):
    make_organization("中共甲支部委员会")
    said = [imported(branch(), headings=HEADINGS) for _ in range(2)]
    assert (said, covering()) == ([[("changed",)], [("unchanged",)]], ["元宇宙产业集群"])


@pytest.mark.parametrize(("remark", "verdict"), [("", "unchanged"), ("新备注", "changed")])
def test_the_cluster_chosen_for_the_file_is_for_new_ones_only(cluster, remark, verdict):
    make_organization("中共甲支部委员会", cluster=make_cluster("光电产业集群"))
    said = imported(branch(cluster="", remark=remark), headings=HEADINGS, cluster=cluster.name)
    assert (said, covering()) == ([(verdict,)], ["光电产业集群"])


def test_a_cluster_without_a_body_covers_nobody_and_the_row_says_so_each_time():
    make_cluster("元宇宙产业集群")
    said = [imported(branch(), headings=HEADINGS) for _ in range(2)]
    assert (said, covering()) == ([[("new",)], [("unchanged",)]], [])


def test_a_branch_of_a_day_before_the_body_is_covered_from_the_day_of_the_body(cluster):
    ClusterBody.objects.update(starts_on=SUMMER)
    assert imported(branch(), headings=HEADINGS, as_of=SPRING) == [("new",)]
    assert Coverage.objects.get().starts_on == SUMMER


def test_new_clusters_are_registered_in_the_order_of_the_file():
    make_place("昆山市")
    imported(branch("甲", "一产业集群"), branch("乙", "二产业集群"), headings=HEADINGS, create_missing=True)
    assert list(Cluster.objects.values_list("name", flat=True)) == ["一产业集群", "二产业集群"]


def test_a_committee_that_names_its_new_cluster_becomes_its_body_whatever_it_is_called():
    make_place("昆山市")
    row = ("中共元宇宙集群委员会", "集群党委", "元宇宙产业集群", "")
    assert imported(row, headings=HEADINGS, create_missing=True) == [("new",)]
    assert ClusterBody.objects.get().organization.full_name == "中共元宇宙集群委员会"


def test_a_committee_that_waits_for_a_cluster_becomes_the_body_of_the_one_of_its_name():
    make_place("昆山市")
    waiting = make_organization(BODY, TypeCode.CLUSTER_COMMITTEE, place=make_place("玉山镇"))
    assert imported(branch(), headings=HEADINGS, create_missing=True) == [("new",)]
    assert ClusterBody.objects.get().organization == waiting


def leads_another():
    bearer = make_organization(BODY, TypeCode.CLUSTER_COMMITTEE)
    ClusterBody.objects.create(organization=bearer, cluster=make_cluster("光电产业集群"), starts_on=SPRING)


def is_dissolved():
    gone = make_organization(BODY, TypeCode.CLUSTER_COMMITTEE)
    organizations.dissolve(gone, on=SPRING, by=None, why="撤销")


def is_a_branch():
    make_organization(BODY)


@pytest.mark.parametrize("bearer", [leads_another, is_dissolved, is_a_branch])
def test_no_other_organisation_of_its_name_becomes_the_body_of_a_new_cluster(bearer):
    bearer()
    rows = (branch(), branch("乙", ""))
    assert imported(*rows, headings=HEADINGS, create_missing=True) == [("refused", MISFIT), ("new",)]


def test_nor_does_a_committee_beyond_the_remit_of_which_nothing_is_said():
    here, there = make_place("昆山市"), make_place("太仓市")
    make_organization(BODY, TypeCode.CLUSTER_COMMITTEE, place=there)
    said = imported(branch(), headings=HEADINGS, remit=remit_to(here), place="昆山市", create_missing=True)
    assert (said, ClusterBody.objects.count()) == ([("refused", NEUTRAL)], 0)


def test_a_cluster_of_somebody_else_may_not_be_founded_once_more():
    here = make_place("昆山市")
    make_cluster("元宇宙产业集群", place=make_place("太仓市"))
    said = imported(branch(), headings=HEADINGS, remit=remit_to(here), place="昆山市", create_missing=True)
    assert said == [("refused", NEUTRAL)]


def test_a_new_cluster_stands_where_the_file_was_said_to_belong():
    here = make_place("昆山市")
    make_place("太仓市")
    row, headings = (*branch(), "太仓市"), (*HEADINGS, "所在区域")
    imported(row, headings=headings, place="昆山市", create_missing=True)
    assert Cluster.objects.get().place == here


def test_nobody_carries_an_organisation_out_of_his_own_sight():
    here, there = make_place("昆山市"), make_place("太仓市")
    mine = make_organization("中共甲支部委员会", place=here)
    row, headings = ("中共甲支部委员会", "党支部", there.name), ("党组织全称", "组织类别", "所在区域")
    said = imported(row, headings=headings, remit=remit_to(here))
    assert said == [("refused", "保存后将不在您的职责范围内，请补填所属区域、集群或党组织。")]
    assert PartyOrganization.objects.get(pk=mine.pk).place == here


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("中共乙支部委员会", "K2", ""), "该党组织名称暂不能登记，请联系组织部"),
        (("中共甲支部委员会", "K1", ""), "该党组织编码暂不能登记，请联系组织部"),
    ],
)
def test_of_names_and_codes_beyond_the_remit_nothing_is_said(row, sentence):
    mine = make_organization("中共甲支部委员会")
    make_organization("中共乙支部委员会", code="K1")
    said = imported(row, headings=("党组织全称", "党组织编码", "备注"), remit=remit_to(mine))
    assert said == [("refused", sentence)]


def test_no_roster_dissolves_an_organisation():
    registered("甲")
    said = imported((*committee("甲"), "撤销"), headings=("党组织全称", "组织类别", "上级党组织", "状态"))
    assert said == [("refused", "名册不撤销党组织，请在它的页面上办理撤销")]
    assert OrganizationState.objects.get().status == OrganizationState.Status.NORMAL


def test_a_place_is_the_same_however_its_brackets_are_written():
    make_place("示例（市）")
    row, headings = ("中共甲支部委员会", "示例(市)", ""), ("党组织全称", "所在区域", "备注")
    assert [imported(row, headings=headings) for _ in range(2)] == [[("new",)], [("unchanged",)]]


def test_the_firm_of_a_registered_branch_goes_onto_the_chain_of_the_cluster_its_row_names(cluster):
    make_organization("中共甲支部委员会")
    row, headings = (*branch(), "甲有限公司"), (*HEADINGS, "服务单位")
    assert imported(row, headings=headings, create_missing=True) == [("changed",)]
    assert Enterprise.objects.get().chain_places.get().cluster == cluster
