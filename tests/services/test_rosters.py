"""服务链和阵地链名册 — what staff keep in spreadsheets, read, judged and kept."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from apps.clusters.models import Enterprise
from apps.core.models import Step
from apps.core.remit import Remit
from apps.rosters import registry, workflow
from apps.rosters.situation import Plan
from apps.services.models import (
    FinanceRecord,
    Policy,
    PolicyClaim,
    ServiceCategory,
    ServiceItem,
    ServicePlatform,
    Visit,
)
from apps.services.workflow import catalogues
from apps.sites.models import Site, SiteState
from tests.factories import make_cluster, make_department, make_enterprise, make_place, remit_to
from tests.factories_services import make_catalogue, make_policy, make_product
from tests.rosters.test_remit import TODAY, a_sheet

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[2] / "fixtures/samples/services"


def kept(roster, data, remit=None, name="名册.xlsx", **plan):
    kind = registry.kind_of(roster)
    upload = workflow.receive(data=data, name=name, kind=kind, plan=Plan(**plan), by=None)
    return workflow.keep(upload, remit=remit or Remit.everything(), by=None, today=TODAY)


def sample(roster, **said):
    return kept(roster, (SAMPLES / f"{roster}.csv").read_bytes(), name="名册.csv", **said)


def messages(check):
    return [issue.message for row in check.records for issue in row.issues if issue.blocks]


def counts(check):
    verdicts = ("new", "changed", "unchanged", "refused")
    return {verdict: check.counts[verdict] for verdict in verdicts if check.counts.get(verdict)}


@pytest.fixture
def city():
    return make_place("昆山市")


@pytest.fixture
def cluster(city):
    return make_cluster("元宇宙产业集群", place=city)


@pytest.fixture
def firm(cluster):
    return make_enterprise("昆山示例光电有限公司", cluster=cluster)


def test_visits_come_with_their_manner_and_who_went(firm):
    make_department("工信局")
    check = sample("visit", create_missing=True, place="昆山市")
    assert (messages(check), counts(check)) == ([], {"new": 3})
    visits = Visit.objects.order_by("held_on")
    assert [(v.enterprise.name, v.kind, v.held_on, v.status) for v in visits] == [
        ("昆山示例光电有限公司", "visit", date(2026, 3, 5), "done"),
        ("昆山示例光电有限公司", "talk", date(2026, 4, 8), "done"),
        ("昆山新登记科技有限公司", "survey", date(2026, 4, 9), "done"),
    ]
    assert visits[0].note == "走访人员：张某、李某\n旺季缺装配工20名"
    assert [step.state for step in Step.objects.of(visits[0])] == ["done"]


def test_the_same_visits_twice_change_nothing(firm):
    make_department("工信局")
    sample("visit", create_missing=True, place="昆山市")
    assert counts(sample("visit", create_missing=True, place="昆山市")) == {"unchanged": 3}


def test_a_visit_of_tomorrow_was_not_made(firm):
    sheet = a_sheet((firm.name, "2030-01-01", "走访"), headings=("走访企业", "走访日期", "走访方式"))
    assert messages(kept("visit", sheet)) == ["日期晚于今天"]


def test_an_enterprise_of_the_neighbour_is_none(firm):
    other = make_cluster("光电产业集群")
    sheet = a_sheet((firm.name, "2026-03-05", "走访"), headings=("走访企业", "走访日期", "走访方式"))
    assert counts(kept("visit", sheet, remit=remit_to(other))) == {"refused": 1}
    assert Visit.objects.count() == 0


def test_items_go_into_the_edition_being_drafted_with_new_headings(city):
    make_department("科技局")
    draft = make_catalogue(items=1, place=city)
    check = sample("service_item", place="昆山市")
    assert (messages(check), counts(check)) == ([], {"new": 3})
    assert list(ServiceCategory.objects.filter(catalogue=draft).values_list("code", "name")) == [
        ("01", "政策服务"),
        ("02", "人才服务"),
    ]
    item = ServiceItem.objects.get(code="0201")
    assert (item.category.name, item.promise_days, item.is_online) == ("人才服务", 10, False)
    assert ServiceItem.objects.get(code="0102").provider.name == "科技局"


def test_without_an_edition_being_drafted_nothing_is_listed(city):
    published = make_catalogue(place=city)
    catalogues.submit(published, by=None)
    catalogues.publish(published, by=None)
    check = sample("service_item", place="昆山市")
    assert set(messages(check)) >= {"没有（或不止一个）编制中的服务清单，请先新编一版，并选择它的集群或区域"}
    assert ServiceItem.objects.count() == 1


def test_new_platforms_run_from_the_day_they_opened(city):
    check = sample("platform", place="昆山市")
    assert (messages(check), counts(check)) == ([], {"new": 2})
    running = ServicePlatform.objects.running(date(2023, 3, 1)).get()
    assert (running.name, running.function, running.kind) == ("政策云超市", "policy", "online")
    assert ServicePlatform.objects.running(TODAY).count() == 2
    assert counts(sample("platform", place="昆山市")) == {"unchanged": 2}


def test_a_new_platform_does_not_let_one_of_its_name_elsewhere_run(city):
    ServicePlatform.objects.create(
        name="政策云超市", place=make_place("太仓市"), function="policy", kind="online"
    )
    sample("platform", place="昆山市")
    assert {platform.place for platform in ServicePlatform.objects.running(TODAY)} == {city}


def test_amounts_of_two_kinds_are_two_records(firm):
    make_product("昆科贷")
    check = sample("finance")
    assert (messages(check), counts(check)) == ([], {"new": 3})
    found = FinanceRecord.objects.order_by("amount").values_list("amount_kind", "amount", "status")
    assert list(found) == [
        ("saving", Decimal("12.50"), "paid"),
        ("financing", Decimal("300.00"), "paid"),
        ("fund_size", Decimal("100000.00"), "applied"),
    ]
    assert counts(sample("finance")) == {"unchanged": 3}


def test_a_product_nobody_registered_is_asked_for(firm):
    check = sample("finance")
    assert set(messages(check)) == {"没有登记金融产品“昆科贷”"}


def test_policies_are_known_again_by_place_and_title(city):
    check = sample("policy", place="昆山市")
    assert (messages(check), counts(check)) == ([], {"new": 2})
    policy = Policy.objects.get(articles=32)
    assert (policy.place, policy.issuer, policy.issued_on) == (city, "市政府办", date(2026, 1, 10))
    assert counts(sample("policy", place="昆山市")) == {"unchanged": 2}


def test_what_was_paid_had_been_claimed(firm):
    make_policy("关于支持产业创新集群发展的若干措施")
    check = sample("policy_claim")
    assert (messages(check), counts(check)) == ([], {"new": 2})
    found = PolicyClaim.objects.order_by("pk").values_list("submitted_on", "paid_on", "status", "amount")
    assert list(found) == [
        (date(2026, 3, 1), None, "submitted", None),
        (date(2026, 4, 15), date(2026, 4, 15), "paid", Decimal("50.00")),
    ]


def test_new_sites_are_open_from_their_day_and_model_ones_if_said(cluster):
    check = sample("site", place="昆山市", cluster="元宇宙产业集群")
    assert (messages(check), counts(check)) == ([], {"new": 3})
    sites = {site.name: site for site in Site.objects.on(TODAY)}
    centre = sites["元宇宙产业园党群服务中心"]
    assert (centre.kind, centre.scene, centre.area) == ("centre", "park", Decimal("600.00"))
    assert (centre.status, centre.is_demo, centre.level) == ("open", True, "county")
    assert centre.functions == ["主题党日", "政策咨询"]
    assert Site.objects.active(date(2023, 6, 1)).get() == centre
    assert counts(sample("site", place="昆山市", cluster="元宇宙产业集群")) == {"unchanged": 3}


def test_a_new_site_says_nothing_about_one_of_its_name_elsewhere(city):
    Site.objects.create(name="党群中心", place=make_place("太仓市"), kind=Site.Kind.POINT)
    sheet = a_sheet(
        ("党群中心", "党群服务点", "昆山市", "是"), headings=("阵地名称", "类别", "所属区域", "示范阵地")
    )
    kept("site", sheet)
    assert [state.site.place for state in SiteState.objects.all()] == [city]


def test_sites_of_one_name_at_two_places_are_each_what_its_row_says(city):
    make_place("太仓市")
    sheet = a_sheet(
        ("党群中心", "党群服务点", "昆山市", "是"),
        ("党群中心", "党群服务点", "太仓市", "否"),
        headings=("阵地名称", "类别", "所属区域", "示范阵地"),
    )
    kept("site", sheet)
    states = SiteState.objects.order_by("pk").values_list("site__place__name", "is_demo")
    assert dict(states) == {"昆山市": True, "太仓市": False}


def test_a_cluster_desk_registers_only_what_is_its_own(cluster, city):
    make_cluster("光电产业集群", place=city)
    sheet = a_sheet(
        ("自家阵地", "党群服务点", "昆山市", "元宇宙产业集群"),
        ("别家阵地", "党群服务点", "昆山市", "光电产业集群"),
        headings=("阵地名称", "类别", "所属区域", "服务集群"),
    )
    assert counts(kept("site", sheet, remit=remit_to(cluster))) == {"new": 1, "refused": 1}
    assert [site.name for site in Site.objects.all()] == ["自家阵地"]


SITE_AT = ("阵地名称", "类别", "所属区域")
PLATFORM_AT = ("平台名称", "功能", "形态", "区域")


@pytest.mark.parametrize(
    ("roster", "row", "headings"),
    [
        ("site", ("党群中心", "党群服务点"), SITE_AT),
        ("platform", ("政策云超市", "政策服务", "线上"), PLATFORM_AT),
    ],
)
def test_a_place_desk_registers_what_stands_at_its_own_place_and_no_other(city, roster, row, headings):
    town = make_place("千灯镇", parent=city)
    sheet = a_sheet(*((*row, place) for place in ("千灯镇", "昆山市")), headings=headings)
    check = kept(roster, sheet, remit=remit_to(town))
    assert [row.verdict for row in check.records] == ["new", "refused"]


def test_enterprises_of_a_visit_sheet_are_not_registered_unasked(cluster):
    check = sample("visit", place="昆山市")
    assert counts(check) == {"refused": 3}
    assert Enterprise.objects.count() == 0
