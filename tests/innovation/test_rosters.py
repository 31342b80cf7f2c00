"""创新链名册: 供需清单, 专利统计, 产学研合作 — read, judged and kept."""

from datetime import date

import pytest

from apps.clusters.models import ClusterEnterprise, Enterprise
from apps.core.models import Step
from apps.core.remit import Remit
from apps.innovation.models import Listing, PatentCount, ResearchContract
from apps.rosters import registry, workflow
from apps.rosters.situation import Plan
from tests.factories import make_cluster, make_enterprise, make_institution, make_place, remit_to
from tests.rosters.test_remit import TODAY, a_sheet

pytestmark = pytest.mark.django_db
LISTINGS = ("编号", "条目编号", "供需方向", "供需类别", "条目名称", "所属单位", "发布日期", "有效期至")
PATENTS = ("企业名称", "统计年度", "当年授权发明专利", "年末有效发明专利")
CONTRACTS = ("合作项目", "企业名称", "合作高校院所", "签约日期", "合同额（万元）")


def kept(roster, *rows, headings, remit=None, **plan):
    kind = registry.kind_of(roster)
    data = a_sheet(*rows, headings=headings)
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind, plan=Plan(**plan), by=None)
    return workflow.keep(upload, remit=remit or Remit.everything(), by=None, today=TODAY)


def messages(check):
    return [issue.message for row in check.records for issue in row.issues if issue.blocks]


def an_offer(number="GJ-1", title="视觉算法", owner="示例大学", published="2024-03-15", until=""):
    return ("1", number, "供给", "科技成果", title, owner, published, until)


def offers(*rows, **said):
    return kept("listing", *rows, headings=LISTINGS, **said)


def patents(*rows, **said):
    return kept("patent", *rows, headings=PATENTS, **said)


def contracts(*rows, **said):
    return kept("research_contract", *rows, headings=CONTRACTS, **said)


@pytest.fixture
def cluster():
    make_institution("示例大学")
    return make_cluster("信创产业集群", place=make_place("雨花台区"))


def test_an_offer_with_its_day_comes_published(cluster):
    offers(an_offer(), cluster="信创产业集群")
    listing = Listing.objects.get()
    assert (listing.status, listing.kind, listing.institution.name) == ("published", "result", "示例大学")
    assert (listing.cluster, listing.submitted_on) == (cluster, date(2024, 3, 15))
    assert [step.state for step in Step.objects.of(listing)] == ["published"]


def test_the_same_listings_twice_change_nothing(cluster):
    offers(an_offer(), cluster="信创产业集群")
    assert offers(an_offer(), cluster="信创产业集群").counts["unchanged"] == 1


def test_a_longer_validity_is_the_only_change(cluster):
    offers(an_offer(), cluster="信创产业集群")
    check = offers(an_offer(until="2027-01-01"), cluster="信创产业集群")
    assert check.records[0].changes == {"expires_on": (None, date(2027, 1, 1))}
    assert Listing.objects.get().expires_on == date(2027, 1, 1)


def test_a_roster_does_not_move_what_its_workflow_moves(cluster):
    offers(an_offer(), cluster="信创产业集群")
    Listing.objects.update(status="dealt")
    offers(an_offer(title="视觉检测算法"), cluster="信创产业集群")
    assert Listing.objects.values_list("title", "status").get() == ("视觉检测算法", "dealt")


def test_the_table_refuses_in_the_words_of_its_constraint(cluster):
    check = offers(an_offer(until="2024-01-01"), cluster="信创产业集群")
    assert messages(check) == ["有效期不能早于发布日期。"]


def test_one_owner_is_looked_for_among_institutions_and_enterprises(cluster):
    firm = make_enterprise("甲有限公司", cluster=cluster)
    offers(an_offer(), an_offer(number="GJ-2", owner="甲有限公司"), cluster="信创产业集群")
    assert [listing.owner for listing in Listing.objects.order_by("listing_no")] == [
        Listing.objects.get(listing_no="GJ-1").institution,
        firm,
    ]


def test_numbers_of_listings_that_look_like_those_of_persons_stay_apart(cluster):
    numbers = ["320583198507010001", "320583198507010011"]
    check = offers(*(an_offer(number=number) for number in numbers), cluster="信创产业集群")
    assert messages(check) == []
    assert list(Listing.objects.order_by("listing_no").values_list("listing_no", flat=True)) == numbers


def test_a_number_twice_in_a_file_is_refused_the_second_time(cluster):
    check = offers(an_offer(), an_offer(), cluster="信创产业集群")
    assert messages(check) == ["与“党员”第2行是同一条记录"]
    assert Listing.objects.count() == 1


def test_a_number_taken_outside_the_remit_gets_the_neutral_sentence(cluster):
    offers(an_offer(), cluster="信创产业集群")
    other = make_cluster("光电产业集群")
    check = offers(an_offer(), cluster="光电产业集群", remit=remit_to(other))
    assert messages(check) == ["这条记录暂不能登记，请联系组织部"]


def test_a_cluster_outside_the_remit_is_no_cluster(cluster):
    check = offers(an_offer(), cluster="信创产业集群", remit=remit_to(make_cluster("光电产业集群")))
    assert Listing.objects.count() == 0
    assert check.counts["refused"] == 1


def test_an_enterprise_agreed_to_be_new_is_registered_on_the_chain(cluster):
    patents(("新芯有限公司", "2025", "1", "3"), cluster="信创产业集群", create_missing=True)
    firm = Enterprise.objects.get(name="新芯有限公司")
    assert ClusterEnterprise.objects.get().cluster == cluster
    assert PatentCount.objects.values_list("enterprise", "valid").get() == (firm.pk, 3)


def test_an_enterprise_nobody_agreed_to_is_asked_about(cluster):
    check = patents(("新芯有限公司", "2025", "1", "3"))
    assert check.recognition.missing == {"enterprise": {"新芯有限公司": [0]}}
    assert PatentCount.objects.count() == 0


def test_two_years_of_one_enterprise_are_two_counts(cluster):
    make_enterprise("甲有限公司", cluster=cluster)
    patents(("甲有限公司", "2024年", "1", "3件"), ("甲有限公司", "2025", "2", "5"))
    assert list(PatentCount.objects.order_by("year").values_list("year", "valid")) == [(2024, 3), (2025, 5)]


def test_a_count_that_is_missing_is_asked_for(cluster):
    make_enterprise("甲有限公司", cluster=cluster)
    assert messages(patents(("甲有限公司", "2025", "", "3"))) == ["没有填写当年授权发明专利"]


def test_a_contract_needs_a_university(cluster):
    make_enterprise("甲有限公司", cluster=cluster)
    make_institution("示例银行", kind="finance")
    row = ("联合研发", "甲有限公司", "示例银行", "2024-05-20", "120")
    assert messages(contracts(row)) == ["请选择高校或科研院所。"]


def test_a_contract_keeps_its_amount_in_ten_thousands(cluster):
    make_enterprise("甲有限公司", cluster=cluster)
    contracts(("联合研发", "甲有限公司", "示例大学", "2024-05-20", "1.2亿元"))
    assert ResearchContract.objects.get().amount == 12000


def test_a_month_is_no_day_of_signing(cluster):
    make_enterprise("甲有限公司", cluster=cluster)
    row = ("联合研发", "甲有限公司", "示例大学", "2024年5月", "120")
    assert messages(contracts(row)) == ["日期须填写到日"]


def test_thousands_of_offers_are_kept_in_seconds(cluster, django_assert_max_num_queries):
    rows = [an_offer(number=f"GJ-{n}", title=f"成果{n}") for n in range(300)]
    with django_assert_max_num_queries(60):
        offers(*rows, cluster="信创产业集群")
    assert Listing.objects.count() == 300
