"""试写 — checking a roster of organisations writes it and takes that back: it says what keeping says."""

from datetime import date

import pytest

from apps.clusters.models import ClusterEnterprise
from apps.core.remit import Remit
from apps.organizations.models import ClusterBody, Coverage, OrganizationPlacing, PartyOrganization
from apps.rosters import registry, storing, workflow
from apps.rosters.progress import Progress
from apps.rosters.situation import Plan
from tests.dumps import dump
from tests.factories import make_cluster, make_enterprise, make_organization, make_place
from tests.rosters.test_remit import TODAY, a_sheet

pytestmark = pytest.mark.django_db
HEADINGS = ("党组织全称", "组织类别", "上级党组织")
EVERYTHING = Remit.everything()
SPRING, SUMMER, AUTUMN = (date(2026, month, 1) for month in (3, 6, 9))
UNDER_ITSELF = "不能移到自身或自身的下级之下。"


def committee(name, under="", kind="党委"):
    return (f"中共{name}委员会", kind, under and f"中共{under}委员会")


def registered(name, under=None, **facts):
    parent = PartyOrganization.objects.get(full_name=f"中共{under}委员会") if under else None
    return make_organization(f"中共{name}委员会", type_code="611", parent=parent, **facts)


def imported(*rows, headings=HEADINGS, remit=EVERYTHING, **plan):
    """The file checked, then kept; nothing was written by the check, and keeping judged the same."""
    kind, data = registry.kind_of("organization"), a_sheet(*rows, headings=headings)
    before = dump()
    shown, _ = workflow.check(data, "名册.xlsx", kind, Plan(**plan), remit=remit, today=TODAY)
    said = told(shown)
    assert dump() == before
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind, plan=Plan(**plan), by=None)
    kept = workflow.keep(upload, remit=remit, by=None, today=TODAY)
    assert told(kept) == said
    return said


def told(check):
    """Row by row the verdict, and why it was refused."""
    return [(row.verdict, *[issue.message for issue in row.issues if issue.blocks]) for row in check.records]


def superior_of(name, on=TODAY):
    placing = OrganizationPlacing.objects.in_force(on).get(organization__full_name=f"中共{name}委员会")
    return placing.parent and placing.parent.full_name.removeprefix("中共").removesuffix("委员会")


def test_registered_ones_change_places_in_whatever_order_the_file_says_it():
    registered("甲")
    registered("乙", under="甲")
    assert imported(committee("甲", under="乙"), committee("乙", under="丙"), committee("丙")) == [
        ("changed",),
        ("changed",),
        ("new",),
    ]
    assert (superior_of("甲"), superior_of("乙"), superior_of("丙")) == ("乙", "丙", None)


def test_two_moves_that_together_make_a_ring_are_refused_both_whichever_stands_first():
    registered("甲")
    registered("丙")
    registered("乙", under="丙")
    rows = [committee("甲", under="乙"), committee("丙", under="甲")]
    assert imported(*rows) == imported(*rows[::-1]) == [("refused", "上级党组织互相隶属，请核对")] * 2


def test_one_that_would_stand_under_its_own_subordinate_is_refused_and_the_others_are_kept():
    registered("甲")
    registered("乙", under="甲")
    assert imported(committee("甲", under="乙"), committee("丁")) == [("refused", UNDER_ITSELF), ("new",)]
    assert superior_of("甲") is None


def test_registered_ones_that_would_stand_under_each_other_are_both_refused():
    registered("甲")
    registered("乙")
    rows = (committee("甲", under="乙"), committee("乙", under="甲"), committee("丙", under="甲"))
    loop = ("refused", "上级党组织互相隶属，请核对")
    assert imported(*rows) == [loop, loop, ("new",)]
    assert superior_of("丙") == "甲"


def test_what_a_registered_kind_may_not_stand_under_is_said_where_no_column_says_the_kind():
    make_organization("中共甲支部委员会")
    make_organization("中共乙支部委员会")
    row = ("中共甲支部委员会", "中共乙支部委员会", "")
    assert imported(row, headings=("党组织全称", "上级党组织", "备注")) == [
        ("refused", "党支部不能设在党支部之下。")
    ]


def test_a_superior_that_did_not_stand_on_the_day_of_the_roster_is_refused():
    registered("甲", on=SPRING)
    registered("乙", on=SUMMER)
    assert imported(committee("甲", under="乙"), as_of=SPRING) == [
        ("refused", "上级党组织在该日期尚未成立或已撤销。")
    ]


def test_a_code_of_another_organisation_is_refused():
    registered("甲", code="K1")
    registered("乙")
    row = ("中共乙委员会", "党委", "K1")
    assert imported(row, headings=("党组织全称", "组织类别", "党组织编码")) == [
        ("refused", "该党组织编码已登记。")
    ]


def test_an_unknown_name_with_a_known_code_is_that_organisation_and_says_so():
    registered("甲", code="K1")
    row = ("中共乙委员会", "K1", "有备注")
    data = a_sheet(row, headings=("党组织全称", "党组织编码", "备注"))
    kind = registry.kind_of("organization")
    check, _ = workflow.check(data, "名册.xlsx", kind, Plan(), remit=Remit.everything(), today=TODAY)
    (record,) = check.records
    assert (record.verdict, [issue.message for issue in record.issues]) == (
        "changed",
        ["名称“中共乙委员会”与登记的“中共甲委员会”不同，按党组织编码对应"],
    )


def test_of_two_rows_with_one_code_the_later_names_the_earlier():
    rows = (("中共乙委员会", "党委", "K1"), ("中共丙委员会", "党委", "K1"))
    assert imported(*rows, headings=("党组织全称", "组织类别", "党组织编码")) == [
        ("new",),
        ("refused", "党组织编码重复：与“党员”第2行相同"),
    ]


def test_a_row_that_is_refused_keeps_its_code_from_the_rows_after_it():
    registered("丙")
    rows = (("中共乙委员会", "党委", "K1", "2031-01-01"), ("中共丙委员会", "党委", "K1", ""))
    headings = ("党组织全称", "组织类别", "党组织编码", "成立日期")
    first = imported(*rows, headings=headings)
    assert (first, imported(*rows, headings=headings)) == (
        [("refused", "日期晚于今天"), ("refused", "党组织编码重复：与“党员”第2行相同")],
        first,
    )


def test_an_approval_before_its_application_is_refused():
    row = ("中共乙委员会", "党委", "2026-05-01", "2026-04-01")
    assert imported(row, headings=("党组织全称", "组织类别", "申请成立日期", "批复日期")) == [
        ("refused", "批复日期不能早于申请日期。")
    ]


def test_what_is_said_of_later_days_stays_when_a_roster_of_an_earlier_day_comes_in():
    cluster = make_cluster("元宇宙产业集群", place=make_place("昆山市"))
    firm = make_enterprise("甲有限公司", cluster=cluster, on=AUTUMN)
    make_organization("中共甲支部委员会", cluster=cluster, units=(firm,), on=SUMMER)
    Coverage.objects.update(starts_on=AUTUMN)
    ClusterBody.objects.update(starts_on=SPRING)
    row = ("中共甲支部委员会", "甲有限公司", "元宇宙产业集群")
    imported(row, headings=("党组织全称", "服务单位", "产业集群"), as_of=SPRING)
    for model in (Coverage, ClusterEnterprise):
        days = model.objects.order_by("starts_on").values_list("starts_on", "ends_on")
        assert list(days) == [(SPRING, AUTUMN), (AUTUMN, None)]


def test_a_cluster_that_nobody_has_registered_is_founded_with_its_body_where_the_row_stands():
    make_place("昆山市")
    rows = (
        ("中共甲支部委员会", "党支部", "甲有限公司", "元宇宙产业集群", "昆山市"),
        ("中共元宇宙产业集群委员会", "集群党委", "", "", "昆山市"),
    )
    headings = ("党组织全称", "组织类别", "服务单位", "产业集群", "所在区域")
    assert imported(*rows, headings=headings, create_missing=True) == [("new",), ("new",)]
    body = ClusterBody.objects.get()
    assert (body.cluster.name, body.cluster.place.name) == ("元宇宙产业集群", "昆山市")
    assert body.organization.full_name == "中共元宇宙产业集群委员会"
    assert Coverage.objects.get().organization.full_name == "中共甲支部委员会"
    assert ClusterEnterprise.objects.get().enterprise.name == "甲有限公司"


def test_what_a_name_says_of_the_kind_is_stored_with_the_check():
    kind = registry.kind_of("organization")
    data = a_sheet(("中共甲支部委员会", "", ""), headings=("党组织全称", "上级党组织", "备注"))
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind, plan=Plan(), by=None)
    workflow.check_and_store(upload, remit=Remit.everything(), by=None, progress=Progress())
    check, _ = workflow.recheck(upload, remit=Remit.everything())
    assert [row.values["type_code"] for row in check.records] == ["631"]


def test_what_was_only_tried_counts_as_written_by_nobody_and_what_follows_is_recorded():
    kind = registry.kind_of("organization")
    row = ("中共甲支部委员会", "甲有限公司", "元宇宙产业集群")
    data = a_sheet(row, headings=("党组织全称", "服务单位", "产业集群"))
    plan = Plan(create_missing=True)
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind, plan=plan, by=None)
    before = storing.register_version()
    workflow.check_and_store(upload, remit=Remit.everything(), by=None, progress=Progress())
    assert storing.register_version() == before
    assert storing.is_checked(upload, remit=Remit.everything(), is_fresh=True)
    registered("乙")
    assert storing.register_version() > before
