"""公布数据 — compared with the reading of the same scope and period, and shown beside it."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.chains.models import ReportedFigure
from apps.chains.published import Verdict, compare, verdict
from apps.chains.reading import Reading, Shape
from apps.chains.reported_pages import published
from apps.chains.unit import Unit
from apps.core.remit import Reach, Remit, Stretch
from tests.desk.worlds import at_desk
from tests.factories import make_organization

pytestmark = pytest.mark.django_db

Sign = ReportedFigure.Sign
PAGE = reverse("chains:reported_figures")


def reported(cluster, number="001", **facts):
    said = {"name": "覆盖党组织", "system": str(cluster), "value": Decimal(1), "unit": "个", "source": "某报"}
    said |= {"indicator": "ORG-02", "ends_on": date(2026, 11, 22)}
    return ReportedFigure.objects.create(number=number, cluster=cluster, **(said | facts))


def figure(sign, value, unit="个", **facts):
    return ReportedFigure(sign=sign, value=Decimal(value), unit=unit, **facts)


@pytest.mark.parametrize(
    ("sign", "said", "counted", "expected"),
    [
        (Sign.EQUAL, "14", 14, Verdict.AGREES),
        (Sign.EQUAL, "14", 15, Verdict.DIFFERS),
        (Sign.AT_LEAST, "150", 150, Verdict.AGREES),
        (Sign.AT_LEAST, "150", 149, Verdict.DIFFERS),
        (Sign.MORE, "12000", 12001, Verdict.AGREES),
        (Sign.MORE, "12000", 12000, Verdict.DIFFERS),
        (Sign.LESS, "90", 89, Verdict.AGREES),
        (Sign.LESS, "90", 90, Verdict.DIFFERS),
        (Sign.ABOUT, "5000", 5500, Verdict.AGREES),
        (Sign.ABOUT, "5000", 5501, Verdict.DIFFERS),
    ],
)
def test_the_sign_decides_whether_a_number_agrees(sign, said, counted, expected):
    assert verdict(figure(sign, said), Reading(Unit.THINGS, counted)) is expected


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("100000", "万元", "10.00亿元"),
        ("13.45", "亿元", "13.45亿元"),
        ("0.5", "亿元", "5000.00万元"),
        ("850", "万元", "850.00万元"),
        ("1000", "家", "1000家"),
        ("18.5", "%", "18.5%"),
    ],
)
def test_published_money_is_written_like_the_readings_beside_it(value, unit, written):
    assert published(figure(Sign.EQUAL, value, unit)) == written


def test_every_filter_of_the_published_numbers_may_be_left_open(ours):
    page = at_desk("registry_manager").get(PAGE).content.decode()
    assert ("---------" in page, page.count('<option value="" selected>全部</option>')) == (False, 2)


def test_a_number_of_another_measure_is_not_judged():
    assert verdict(figure(Sign.EQUAL, 14, differs=True), Reading(Unit.THINGS, 15)) is Verdict.OTHER_MEASURE


def test_nothing_to_divide_by_never_agrees():
    reading = Reading(Unit.PERCENT, 0, 0, shape=Shape.RATIO)
    assert verdict(figure(Sign.EQUAL, 0, "%"), reading) is Verdict.DIFFERS


def test_a_number_is_read_in_its_own_cluster(ours, theirs):
    make_organization("中共光电二支部", cluster=theirs.cluster)
    figures = [reported(ours.cluster, "001"), reported(theirs.cluster, "002", value=2)]
    found = [(one.reading.numerator, one.verdict) for one in compare(figures, Remit.everything())]
    assert found == [(1, Verdict.AGREES), (2, Verdict.AGREES)]


def test_a_number_is_read_on_its_own_day(ours):
    early = reported(ours.cluster, ends_on=date(2019, 12, 31))
    (one,) = compare([early], Remit.everything())
    assert (one.reading.numerator, one.verdict) == (0, Verdict.DIFFERS)


def test_a_target_is_not_compared(ours):
    (one,) = compare([reported(ours.cluster, is_target=True)], Remit.everything())
    assert (one.reading, one.verdict) == (None, Verdict.TARGET)


def test_what_no_indicator_speaks_about_says_so(ours):
    (one,) = compare([reported(ours.cluster, indicator="", ends_on=None)], Remit.everything())
    assert (one.reading, one.verdict) == (None, Verdict.SILENT)


def test_a_scope_outside_the_remit_is_not_read(ours, theirs):
    remit = Remit.of(Stretch(Reach.CLUSTER, ours.cluster.path))
    (one,) = compare([reported(theirs.cluster)], remit)
    assert (one.reading, one.verdict) == (None, Verdict.OUTSIDE)


def test_numbers_of_one_scope_and_day_are_read_at_once(ours):
    figures = [reported(ours.cluster, f"{n:03}") for n in range(30)]
    with CaptureQueriesContext(connection) as few:
        compare(figures[:3], Remit.everything())
    with CaptureQueriesContext(connection) as many:
        compare(figures, Remit.everything())
    assert len(many) == len(few)


def test_a_number_stands_for_one_place_or_one_cluster(ours):
    with pytest.raises(IntegrityError), transaction.atomic():
        reported(ours.cluster, place=ours.cluster.place)


def test_a_secretary_sees_what_was_published_about_the_own_cluster_only(ours, theirs):
    reported(ours.cluster, "001", name="我的覆盖党组织")
    reported(theirs.cluster, "002", name="邻居的覆盖党组织")
    page = at_desk("cluster_secretary", cluster=ours.cluster).get(PAGE).content.decode()
    assert ("我的覆盖党组织" in page, "邻居的覆盖党组织" in page) == (True, False)


def test_the_filter_names_no_system_beyond_the_remit(ours, theirs):
    reported(ours.cluster, "001", system="我的系统")
    reported(theirs.cluster, "002", system="邻居的系统")
    page = at_desk("cluster_secretary", cluster=ours.cluster).get(PAGE).content.decode()
    assert (page.count("我的系统") > 1, "邻居的系统" in page) == (True, False)


def test_the_indicator_shows_the_published_number_beside_its_reading(ours):
    reported(ours.cluster, text="十余", sign=Sign.AT_LEAST, value=10, assumption="各集群并集")
    client = at_desk("cluster_secretary", cluster=ours.cluster)
    page = client.get(reverse("chains:indicator", args=["ORG-02"])).content.decode()
    words = ["不少于10个（原文“十余”）", "不一致", "各集群并集", "来源：某报"]
    assert [word for word in words if word not in page] == []


def test_the_command_passes_when_every_golden_number_agrees(ours):
    reported(ours.cluster, is_golden=True)
    reported(ours.cluster, "002", value=99)
    out = StringIO()
    call_command("published", format="json", stdout=out)
    (line,) = json.loads(out.getvalue())
    assert (line["published"], line["computed"], line["satisfied"]) == (1, 1, True)


def test_the_command_fails_when_a_golden_number_differs(ours):
    reported(ours.cluster, is_golden=True, value=99)
    with pytest.raises(CommandError, match="1个公布数不符"):
        call_command("published", stdout=StringIO())


def test_the_command_fails_when_nothing_is_there_to_compare():
    with pytest.raises(CommandError, match="还没有须相符的公布数据"):
        call_command("published", stdout=StringIO())
