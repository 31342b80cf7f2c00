"""演示数据 — the published counts come out, on every day since then, and nobody real is in it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from python_calamine import load_workbook

from apps.accounts.duties import DutyCode
from apps.accounts.models import User, remit_of
from apps.chains.handbook import INDICATORS
from apps.chains.measuring import measure, measure_over
from apps.chains.models import ReportedFigure
from apps.chains.published import Verdict, compare
from apps.chains.scope import Scope
from apps.clusters.models import Cluster, ClusterEnterprise, Enterprise, Place
from apps.core import clock
from apps.core.identifiers import judge_credit_code, judge_id_number
from apps.core.period import Period
from apps.core.remit import Remit
from apps.desk.demo import accounts, loading
from apps.members.models import Affiliation, Honour, Member, Movement
from apps.organizations.models import (
    ActionBranch,
    ClusterBody,
    Coverage,
    OrganizationUnit,
    PartyOrganization,
)
from apps.services import working_days
from apps.services.models import CalendarDay
from tests.factories import make_cluster

TODAY = date(2026, 11, 22)
PASSWORD = "Cluster-demo-2026"
METAVERSE = ("元宇宙产业创新集群",)
HIGH_TECH = ("先进计算产业创新集群", "生命健康产业创新集群")
CITY_SINCE, ZONES_SINCE = date(2023, 8, 30), date(2023, 4, 1)
SAMPLES = Path(__file__).resolve().parents[2] / "fixtures" / "samples" / "rosters"


def days_since(first: date) -> list[date]:
    """Many days, the first and today among them."""
    return [*(first + timedelta(days=ahead) for ahead in range(0, (TODAY - first).days, 37)), TODAY]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The demo, loaded once for all tests of this file and then taken back."""
    with django_db_blocker.unblock(), clock.set_to(TODAY), transaction.atomic():
        assert loading.load(TODAY)
        accounts.top_up(PASSWORD)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def untouched(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take back what one test writes into the demo."""
    if "demo" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("demo")
    with clock.set_to(TODAY), transaction.atomic():
        yield
        transaction.set_rollback(True)


def covered(clusters: tuple[str, ...], day: date):
    """O of the handbook for some clusters."""
    coverages = Coverage.objects.by_standing_bodies(day).filter(body__cluster__name__in=clusters)
    return PartyOrganization.objects.counted(day).filter(pk__in=coverages.values("organization"))


def members_of(organizations, day: date) -> int:
    """M of the handbook: distinct people."""
    belonging = Affiliation.objects.in_force(day).filter(organization__in=organizations)
    return Member.objects.counted(day).filter(pk__in=belonging.values("member")).count()


def at_place(name: str, day: date):
    """O of a place, by where organisations stand."""
    path = Place.objects.get(name=name).path
    return PartyOrganization.objects.counted(day).filter(place__path__startswith=path)


GOLDEN = {
    "cluster:元宇宙": {"ORG-01": 1, "ORG-02": 14, "ORG-03": 313},
    "place:昆山高新区": {"ORG-01": 2, "ORG-03": 160, "TAL-01": 65},
    "place:德国工业园": {"ORG-01": 3},
    "place:昆山市": {"ORG-01": 12, "ORG-02": 152, "ORG-03": 3716},
    "place:雨花台区": {"ORG-01": 0, "ORG-02": 127, "TAL-07": 68},
    "place:余杭区": {"ORG-01.industry_committee": 1, "ORG-01.chain_committee": 3},
    "all": {"ORG-01": 12},
}


def read_board(scope: str, day: date = TODAY):
    """The indicators of a scope by their codes, each with its parts."""
    remit = Remit.everything()
    parts = {f"{code}.{part.key}": part for code, indicator in INDICATORS.items() for part in indicator.parts}
    figures = INDICATORS | parts
    readings = measure(figures.values(), Scope.named(scope, remit), remit, Period.until(day))
    return {code: readings[figure].value for code, figure in figures.items()}


@pytest.mark.parametrize("scope", GOLDEN)
def test_the_boards_show_the_published_numbers(demo, scope):
    read = read_board(scope)
    assert {code: read[code] for code in GOLDEN[scope]} == GOLDEN[scope]


def test_every_golden_number_comes_out_of_the_registry(demo):
    compared = compare(ReportedFigure.objects.filter(is_golden=True), Remit.everything())
    wrong = {one.figure.name: one.reading for one in compared if one.verdict is not Verdict.AGREES}
    assert (bool(compared), wrong) == (True, {})


def test_the_boards_show_17_enterprises_that_built_their_own_in_the_high_tech_zone(demo):
    assert read_board("place:昆山高新区")["ORG-05.count"] == 17


def test_the_boards_show_the_published_numbers_on_every_past_day(demo):
    remit, wanted = Remit.everything(), [INDICATORS["ORG-02"], INDICATORS["ORG-03"]]
    periods = [Period.until(day) for day in days_since(ZONES_SINCE)]
    scope = Scope.named("cluster:元宇宙", remit)
    readings = measure_over(wanted, scope, remit, periods)
    assert {tuple(reading[figure].value for figure in wanted) for reading in readings} == {(14, 313)}


def test_the_city_board_shows_at_least_1000_key_enterprises(demo):
    assert read_board("place:昆山市")["ORG-04.key"] >= 1000


def test_the_boards_have_something_to_warn_of(demo):
    read = read_board("all")
    ages = [read[f"ORG-06.{age}"] for age in ("fresh", "waiting", "long")]
    assert (read["ORG-06"], ages) == (11, [3, 4, 4])
    assert read["ORG-06.ready"] > 20
    assert read["ORG-08"] == 7  # six overdue, and one whose extension has run out


def test_the_metaverse_cluster_has_14_organisations_and_313_members_on_every_day(demo):
    counts = {
        (covered(METAVERSE, day).count(), members_of(covered(METAVERSE, day), day))
        for day in days_since(ZONES_SINCE)
    }
    assert counts == {(14, 313)}


def test_the_high_tech_zone_has_160_members_on_every_day_by_cluster_and_by_place(demo):
    counts = {
        (members_of(covered(HIGH_TECH, day), day), members_of(at_place("昆山高新区", day), day))
        for day in days_since(ZONES_SINCE)
    }
    assert counts == {(160, 160)}


def test_17_enterprises_of_the_high_tech_zone_have_an_organisation_of_their_own_on_every_day(demo):
    path = Place.objects.get(name="昆山高新区").path
    counts = set()
    for day in days_since(ZONES_SINCE):
        on_chain = ClusterEnterprise.objects.in_force(day).filter(cluster__place__path__startswith=path)
        own = OrganizationUnit.objects.own(day).values("enterprise")
        enterprises = Enterprise.objects.operating(day).filter(pk__in=on_chain.values("enterprise"))
        counts.add(enterprises.filter(pk__in=own).count())
    assert counts == {17}


def test_nobody_else_builds_an_organisation_in_the_high_tech_zone(demo):
    assert set(at_place("昆山高新区", TODAY)) == set(covered(HIGH_TECH, TODAY))


def test_the_city_keeps_its_published_least_counts_on_every_day(demo):
    for day in days_since(CITY_SINCE):
        on_chain = ClusterEnterprise.objects.in_force(day).filter(is_key=True)
        assert ClusterBody.objects.in_force(day).committees().count() == 12
        assert Enterprise.objects.operating(day).filter(pk__in=on_chain.values("enterprise")).count() >= 1000
        assert at_place("昆山市", day).count() >= 150
        assert members_of(at_place("昆山市", day), day) >= 3700


def test_today_the_city_has_152_organisations_and_3716_members(demo):
    assert at_place("昆山市", TODAY).count() == 152
    assert members_of(at_place("昆山市", TODAY), TODAY) == 3716


def test_the_city_counts_the_people_of_two_clusters_once(demo):
    of_city = Cluster.objects.filter(place__path__startswith=Place.objects.get(name="昆山市").path)
    every = [(name,) for name in of_city.values_list("name", flat=True)]
    summed = sum(members_of(covered(cluster, TODAY), TODAY) for cluster in every)
    shared = members_of(PartyOrganization.objects.filter(full_name__startswith="中共龙腾光电"), TODAY)
    assert summed - shared == members_of(at_place("昆山市", TODAY), TODAY)


def test_the_german_park_has_three_cluster_committees(demo):
    place = Place.objects.get(name="德国工业园")
    assert ClusterBody.objects.committees().filter(cluster__place=place).count() == 3


def test_the_alliance_stands_beside_the_twelve_and_has_a_secretary(demo):
    alliance = ClusterBody.objects.get(form=ClusterBody.Form.ALLIANCE)
    assert alliance.organization.seats.secretaries().count() == 1


def test_65_artisans_were_named_in_six_sessions_and_belong_to_the_high_tech_zone(demo):
    artisans = Honour.objects.filter(kind=Honour.Kind.ARTISAN)
    people = Member.objects.filter(pk__in=artisans.values("member"))
    belonging = Affiliation.objects.in_force(TODAY).filter(organization__in=at_place("昆山高新区", TODAY))
    assert people.filter(pk__in=belonging.values("member")).count() == 65
    assert set(artisans.values_list("session_no", flat=True)) == {1, 2, 3, 4, 5, 6}


def test_every_artisan_was_a_member_when_named(demo):
    named = Honour.objects.filter(kind=Honour.Kind.ARTISAN).select_related("member")
    assert [h for h in named if h.member.joined_on is None or h.member.joined_on.year >= h.year] == []


def test_action_branches_number_12_and_12_and_22(demo):
    kinds = ActionBranch.Kind
    counts = {kind: ActionBranch.objects.in_force(TODAY).filter(kind=kind).count() for kind in kinds}
    assert counts == {kinds.PIONEER: 12, kinds.RECRUITING: 12, kinds.RESEARCH: 22, kinds.OTHER: 0}


@pytest.mark.parametrize("year", [2023, 2024, 2025])
@pytest.mark.parametrize("clusters", [None, METAVERSE, HIGH_TECH])
def test_two_years_counts_balance(demo, clusters, year):
    before, after = date(year - 1, 12, 31), date(year, 12, 31)
    everything = PartyOrganization.objects.filter(is_functional=False)
    organizations = covered(clusters, after) if clusters else everything
    moves = Movement.objects.filter(happened_on__gt=before, happened_on__lte=after)
    added = moves.additions().filter(to_organization__in=organizations).count()
    removed = moves.reductions().filter(from_organization__in=organizations).count()
    within = moves.filter(kind=Movement.Kind.TRANSFER_WITHIN)
    added += within.filter(to_organization__in=organizations).count()
    removed += within.filter(from_organization__in=organizations).count()
    assert members_of(organizations, before) + added - removed == members_of(organizations, after)


def test_invented_numbers_are_right_and_nobodys(demo):
    numbers = [member.id_number for member in Member.objects.all()]
    codes = [code for code in Enterprise.objects.values_list("uscc", flat=True) if code]
    assert [n for n in numbers if judge_id_number(n).issues or not n.startswith("329999")] == []
    assert [c for c in codes if judge_credit_code(c).issues or not c.startswith("91329999MA")] == []


def test_invented_phones_are_nobodys_and_no_two_people_share_one(demo):
    phones = [member.mobile for member in Member.objects.all()]
    assert [phone for phone in phones if not re.fullmatch(r"199000\d{5}", phone)] == []
    assert len(set(phones)) == len(phones)


def test_no_id_number_of_the_demo_stands_in_the_city_roster(demo):
    sheets = load_workbook(SAMPLES / "05_city.xlsx")
    told = set(re.findall(r"329999\d{11}[\dX]", str(sheets.get_sheet_by_index(0).to_python())))
    assert len(told) == 3700
    assert {member.id_number for member in Member.objects.all()} & told == set()


def test_no_living_person_of_the_articles_is_in_it(demo):
    named = ["夏华", "马英娟", "邱腾飞", "苗志坤", "廉照才", "方剑", "陈惠芬", "廉思"]
    assert list(Member.objects.filter(name__in=named)) == []


def test_published_enterprises_have_no_invented_code(demo):
    published = Enterprise.objects.exclude(name__regex="^(昆山|南京|杭州)")
    assert published.count() == 22
    assert set(published.values_list("uscc", flat=True)) == {""}


def test_there_is_an_account_for_every_duty(demo):
    users = User.objects.filter(username__in=[row["username"] for row in accounts.listed()])
    assert {duty for user in users for duty in user.duties()} == set(DutyCode)
    assert [user for user in users if user.must_change_password or not user.check_password(PASSWORD)] == []


def test_the_metaverse_secretary_sees_that_cluster_and_no_other(demo):
    remit = remit_of(User.objects.get(username="metaverse"))
    seen = PartyOrganization.objects.within(remit).filter(is_functional=False)
    assert [str(cluster) for cluster in Cluster.objects.within(remit)] == ["元宇宙"]
    assert set(seen) == set(covered(METAVERSE, TODAY))
    belonging = Affiliation.objects.within(remit).in_force(TODAY)
    assert Member.objects.counted(TODAY).filter(pk__in=belonging.values("member")).count() == 313


def test_a_second_run_changes_nothing(demo):
    before = {model: model.objects.count() for model in (Member, Enterprise, Movement, Affiliation, User)}
    output = StringIO()
    call_command("demo", today=TODAY, stdout=output)
    assert "演示数据已在，未作改动。" in output.getvalue()
    assert {model: model.objects.count() for model in before} == before


def test_a_second_run_opens_a_missing_account_and_leaves_the_others(demo, monkeypatch):
    monkeypatch.setenv("CLUSTERREG_DEMO_PASSWORD", "Another-demo-2027")
    user = User.objects.get(username="branch")
    user.grants.all().delete()
    user.delete()
    call_command("demo", today=TODAY, stdout=StringIO())
    assert User.objects.get(username="branch").check_password("Another-demo-2027")
    assert User.objects.get(username="metaverse").check_password(PASSWORD)


@pytest.mark.django_db
def test_the_demo_does_not_mix_with_data_of_ones_own():
    make_cluster("自己的集群")
    with pytest.raises(CommandError, match="登记中已有数据"):
        call_command("demo", today=TODAY, stdout=StringIO())


@pytest.mark.django_db
def test_a_weak_demo_password_is_refused(monkeypatch):
    monkeypatch.setenv("CLUSTERREG_DEMO_PASSWORD", "12345678")
    with pytest.raises(CommandError, match="CLUSTERREG_DEMO_PASSWORD"):
        call_command("demo", today=TODAY, stdout=StringIO())


@pytest.mark.django_db
def test_an_empty_registry_gets_its_county():
    call_command("reference")
    assert [(place.name, place.gb_code) for place in Place.objects.all()] == [
        ("苏州市", "320500"),
        ("昆山市", "320583"),
    ]


@pytest.mark.django_db
def test_an_empty_registry_knows_the_working_days_of_two_years():
    call_command("reference")
    call_command("reference")
    spring = [date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 23), date(2026, 2, 24)]
    assert [working_days.is_working(day) for day in spring] == [True, True, False, True]
    assert [CalendarDay.objects.filter(day__year=year).count() for year in (2025, 2026)] == [23, 25]


@pytest.mark.django_db
def test_reference_data_leave_places_alone_that_somebody_has_entered():
    Place.objects.create(name="某市", kind=Place.Kind.CITY)
    call_command("reference")
    assert Place.objects.count() == 1


@pytest.mark.django_db
def test_the_demo_tells_of_2024_and_is_not_made_for_an_earlier_day():
    with pytest.raises(CommandError, match="2025-07-01"):
        call_command("demo", today=date(2024, 6, 1), stdout=StringIO())
