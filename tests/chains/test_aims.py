"""目标与指数 — what readings are held against, and what is off until an administrator turns it on."""

from decimal import Decimal

import pytest
from django.urls import reverse

from apps.accounts.duties import DutyCode
from apps.chains import aims, scoring, workflow
from apps.chains.aims import Aim, Light
from apps.chains.forms import TargetForm
from apps.chains.frame import Frame
from apps.chains.handbook import INDICATORS
from apps.chains.indicator import Better, Chain, Reading, Unit
from apps.chains.models import BoardSetting, ScoreRule, Target
from apps.chains.scope import Scope
from apps.core.period import Period
from tests.chains.reading import EVERYTHING
from tests.factories import (
    make_cluster,
    make_enterprise,
    make_member,
    make_organization,
    make_place,
    make_user,
    remit_to,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_figures")]
QUARTER = Period.quarter(2026, 3)
DIRECTED = [one for one in INDICATORS.values() if one.better is not Better.NEITHER]


@pytest.fixture
def manager(client):
    client.force_login(make_user(DutyCode.REGISTRY_MANAGER, "manager"))
    return client


def aim_at(cluster, value, warning, code="ORG-03", period="2026Q4"):
    return Target.objects.create(cluster=cluster, indicator=code, period=period, value=value, warning=warning)


def reading(number):
    return Reading(unit=Unit.PEOPLE, numerator=number)


@pytest.mark.parametrize(
    ("better", "number", "light"),
    [
        (Better.HIGHER, 100, Light.GREEN),
        (Better.HIGHER, 99, Light.AMBER),
        (Better.HIGHER, 80, Light.AMBER),
        (Better.HIGHER, 79, Light.RED),
        (Better.LOWER, 100, Light.GREEN),
        (Better.LOWER, 101, Light.AMBER),
        (Better.LOWER, 121, Light.RED),
    ],
)
def test_a_reading_is_green_amber_or_red(better, number, light):
    warning = 120 if better is Better.LOWER else 80
    assert Aim(Decimal(100), Decimal(warning), better).light(reading(number)) is light


def test_a_figure_without_a_value_has_no_light():
    assert Aim(Decimal(1), Decimal(1), Better.HIGHER).light(reading(None)) is None


def test_a_desk_is_held_against_the_targets_of_its_own_clusters(cluster):
    other = make_cluster()
    aim_at(cluster, 10, 8), aim_at(other, 20, 8), aim_at(cluster, 30, 8, period="2026Q3")

    found = aims.aims([cluster.pk, other.pk], Period.quarter(2026, 4), remit_to(cluster))

    assert {name: aim.value for name, aim in found.items()} == {(cluster.pk, ("ORG-03", "")): 10}


@pytest.mark.parametrize(
    ("code", "value", "warning", "wrong"),
    [
        ("ORG-03", 10, 8, []),
        ("ORG-03", 10, 11, ["warning"]),
        ("ORG-06", 0, 3, []),
        ("ORG-06", 3, 0, ["warning"]),
        ("ORG-01", 10, 8, ["indicator"]),
        ("ORG-99", 10, 8, ["indicator"]),
    ],
)
def test_a_target_is_refused_where_it_makes_no_sense(cluster, code, value, warning, wrong):
    form_class = type(
        "Form", (TargetForm,), {"Meta": type("Meta", (), {"model": Target, "fields": "__all__"})}
    )
    form_class.remit, form_class.writer = EVERYTHING, None
    form = form_class(
        {"cluster": cluster.pk, "indicator": code, "period": "2026Q4", "value": value, "warning": warning}
    )
    assert sorted(form.errors) == wrong


def test_the_page_of_an_indicator_shows_the_light(manager, cluster):
    make_member(organization=make_organization(cluster=cluster))
    aim_at(cluster, 1, 1)
    page = manager.get(reverse("chains:indicator", args=["ORG-03"]), {"scope": f"cluster:{cluster.pk}"})

    assert (page.context["light"], page.context["aim_text"]) == (Light.GREEN, "1名")


def rules(reach="cluster", low=0, high=100, year=2026, codes=None):
    return [
        ScoreRule.objects.create(reach=reach, year=year, indicator=one.code, low=low, high=high)
        for one in DIRECTED
        if codes is None or one.code in codes
    ]


def test_points_rise_from_low_to_high_and_stay_between():
    (rule,) = rules(low=20, high=70, codes={"ORG-04"})
    earned = [scoring.points(Better.HIGHER, Decimal(value), rule) for value in (10, 20, 45, 70, 80)]

    assert earned == [0, 0, 50, 100, 100]
    assert scoring.points(Better.LOWER, Decimal(30), rule) == 80


def test_a_chain_is_the_weighed_mean_of_its_points():
    first, second = rules(codes={"ORG-04", "ORG-05"})
    first.weight, second.weight = Decimal(3), Decimal(1)
    found = scoring.score({"ORG-04": Decimal(100), "ORG-05": Decimal(0)}, [first, second])

    assert found.chains == {Chain.ORGANIZATION: Decimal(75)}


def test_the_score_is_the_mean_of_six():
    every = dict.fromkeys(Chain, Decimal(60)) | {Chain.SITE: Decimal(0)}
    assert scoring.Score(every, 6, 10).value == 50


def test_there_is_no_score_below_sixty_percent_of_the_indicators():
    every = dict.fromkeys(Chain, Decimal(60))

    assert (scoring.Score(every, 59, 100).value, scoring.Score(every, 60, 100).value) == (None, 60)
    assert scoring.Score(every, 59, 100).note == "覆盖度59.0%（59/100项有数据），不足以计算"


def test_there_is_no_score_when_a_chain_has_none():
    five = {chain: Decimal(60) for chain in Chain if chain is not Chain.SITE}
    assert scoring.Score(five, 100, 100).value is None


def test_an_indicator_without_weight_is_not_asked_for():
    (rule,) = rules(codes={"ORG-04"})
    rule.weight = Decimal(0)

    assert scoring.score({}, [rule]).of == len(DIRECTED) - 1


def test_the_score_of_a_closed_period_stays(cluster):
    rules(low=0, high=100, codes={"ORG-04"})
    workflow.close(QUARTER, by=None)
    ScoreRule.objects.update(low=-100)
    make_enterprise(cluster=cluster)
    frame = Frame(EVERYTHING, Scope.of(cluster), QUARTER, QUARTER.end)

    assert scoring.score_of(frame).chains == {}
    assert scoring.score_of(frame.over(Period.quarter(2026, 4))).chains == {Chain.ORGANIZATION: Decimal(50)}


def test_the_score_is_hidden_until_it_is_turned_on(manager, cluster):
    address = reverse("chains:cluster", args=[cluster.pk])
    assert manager.get(address).context["score"] is None
    BoardSetting.objects.create(shows_score=True)
    assert manager.get(address).context["score"].of == len(DIRECTED)


def shares(client, place):
    page = client.get(
        reverse("chains:indicator", args=["ORG-02"]), {"scope": f"place:{place.pk}", "order": "value"}
    )
    return page.content.decode(), dict(page.context["shares"])["按集群"]


def test_clusters_stand_in_the_order_of_the_register_until_ranking_is_turned_on(manager):
    place = make_place()
    first, second = make_cluster("甲甲", place=place), make_cluster("乙乙", place=place)
    make_organization(cluster=second)
    page, chart = shares(manager, place)
    assert (chart.index("甲甲") < chart.index("乙乙"), "按读数排列" in page) == (True, False)

    BoardSetting.objects.create(ranks_clusters=True)
    page, chart = shares(manager, place)

    assert (chart.index("甲甲") < chart.index("乙乙"), "按登记顺序" in page) == (False, True)
    assert first.place == second.place


def test_settings_are_kept_once_and_on_record():
    setting = BoardSetting.objects.create()
    setting.ranks_clusters = True
    setting.save()

    assert [event.ranks_clusters for event in setting.events.order_by("pgh_id")] == [False, True]
    assert BoardSetting.current().ranks_clusters is True


def test_settings_are_begun_by_the_system_administrator(client):
    page, answers = reverse("admin:chains_boardsetting_add"), {}
    for duty in (DutyCode.SYSTEM_ADMINISTRATOR, DutyCode.REGISTRY_MANAGER):
        client.force_login(make_user(duty))
        answers[duty] = client.get(page).status_code
    assert answers == {DutyCode.SYSTEM_ADMINISTRATOR: 200, DutyCode.REGISTRY_MANAGER: 403}


def test_nothing_is_turned_on_where_nobody_has():
    assert (BoardSetting.current().ranks_clusters, BoardSetting.current().shows_score) == (False, False)


def test_a_target_names_a_month_a_quarter_or_a_year(cluster):
    with pytest.raises(Exception, match="请填写年、季度或月份"):
        Target(
            cluster=cluster, indicator="ORG-03", period="2026-01-01..2026-01-02", value=1, warning=1
        ).full_clean()
