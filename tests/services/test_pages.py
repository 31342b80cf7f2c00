"""服务链和阵地链登记页 — what each list and page shows, to whom, and how often it asks."""

from datetime import date

import pytest
from django.urls import reverse

from apps.core import clock
from apps.core.entry import TONES
from apps.members.models import Liaison
from apps.services.models import (
    Action,
    Answer,
    Criterion,
    EnterpriseServed,
    EvaluationRound,
    EvaluationSheet,
    Guidance,
    PlatformEvent,
    PolicyClaim,
    StationPosting,
    Supply,
)
from apps.services.views.orders import HANDED_DUE
from apps.services.workflow import catalogues, consultations, orders, visits
from apps.sites.models import BeltSite, Tenancy
from tests.beyond import out_of_duty
from tests.desk.worlds import asked, at_desk, make_corner
from tests.factories import LONG_AGO, make_department, make_enterprise, make_member
from tests.factories_services import (
    at,
    make_belt,
    make_booking,
    make_building,
    make_catalogue,
    make_consultation,
    make_finance,
    make_need,
    make_order,
    make_platform,
    make_policy,
    make_product,
    make_resolved_order,
    make_resource,
    make_site,
    make_visit,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


def made_task(corner):
    body = corner.cluster.bodies.first()
    consultation = make_consultation(body)
    facts = {"text": "用地", "organization": corner.branch, "due_on": LONG_AGO}
    return consultations.resolve_on(consultation, by=None, **facts)


def made_round(corner):
    days = dict.fromkeys(("period_starts_on", "period_ends_on", "opens_on", "closes_on"), LONG_AGO)
    days |= {"period_ends_on": date(2020, 1, 1 + EvaluationRound.objects.count() % 28)}
    return EvaluationRound.objects.create(
        cluster=corner.cluster, kind="of_departments", title="企评政", **days
    )


def made_event(corner):
    platform = make_platform(cluster=corner.cluster)
    event = PlatformEvent.objects.create(platform=platform, title="解读", held_on=LONG_AGO)
    EnterpriseServed.objects.create(occasion=event, enterprise=corner.enterprise)
    return event


def made_booking(corner):
    return make_booking(make_site(owner=corner.branch), corner.branch, LONG_AGO)


def make_liaison(corner, **facts):
    facts = {"kind": "instructor", "enterprise": corner.enterprise, "starts_on": LONG_AGO} | facts
    return Liaison.objects.create(member=make_member(), **facts)


def made_posting(corner):
    liaison = make_liaison(corner, kind="commissioner")
    return StationPosting.objects.create(
        liaison=liaison, station=make_site(kind="station"), starts_on=LONG_AGO
    )


def made_guidance(corner):
    return Guidance.objects.create(liaison=make_liaison(corner), held_on=LONG_AGO, topic="组建")


def made_order(corner):
    order = make_order(corner.enterprise, body=corner.cluster.bodies.first())
    return orders.dispatch(order, to=corner.branch, by=None, at=at(LONG_AGO))


MAKING = {
    "services:visits": lambda c: make_visit(c.enterprise, visitors=(c.member,), organization=c.branch),
    "services:guidances": made_guidance,
    "services:postings": made_posting,
    "services:orders": made_order,
    "services:assignments": made_order,
    "services:consultations": made_task,
    "services:resolutions": made_task,
    "services:rounds": made_round,
    "services:needs": lambda c: make_need(c.cluster),
    "services:resources": lambda c: make_resource(c.cluster),
    "services:actions": lambda c: Action.objects.create(
        cluster=c.cluster, title="会", organization=c.branch, opened_on=LONG_AGO, last_confirmed_on=LONG_AGO
    ),
    "services:catalogues": lambda c: make_catalogue(),
    "services:items": lambda c: make_catalogue(),
    "services:platforms": lambda c: make_platform(cluster=c.cluster, owner=c.branch),
    "services:platform_events": made_event,
    "services:products": lambda c: make_product(),
    "services:finance": lambda c: make_finance(enterprise=c.enterprise),
    "services:policies": lambda c: make_policy(),
    "services:claims": lambda c: PolicyClaim.objects.create(
        policy=make_policy(), enterprise=make_enterprise(), submitted_on=LONG_AGO
    ),
    "sites:sites": lambda c: make_site(owner=c.branch, cluster=c.cluster),
    "sites:belts": lambda c: make_belt(c.cluster, leader=c.branch),
    "sites:buildings": lambda c: Tenancy.objects.create(
        building=make_building(), enterprise=c.enterprise, starts_on=LONG_AGO
    ),
    "sites:bookings": made_booking,
}
THINGS = {
    "clusters:cluster": "cluster",
    "clusters:enterprise": "enterprise",
    "organizations:organization": "branch",
}


@pytest.mark.parametrize("page", MAKING)
def test_a_list_of_thirty_asks_as_often_as_one_of_three(ours, page):
    client, address = at_desk("registry_manager"), f"{reverse(page)}?per_page=50"
    [MAKING[page](ours) for _ in range(3)]
    few = asked(client, address)
    [MAKING[page](ours) for _ in range(12)]
    assert asked(client, address) == few


@pytest.mark.parametrize("page", THINGS)
def test_a_page_with_many_rows_of_every_register_asks_as_often_as_one_with_few(ours, page):
    client, address = at_desk("registry_manager"), reverse(page, args=[getattr(ours, THINGS[page]).pk])
    [make(ours) for make in MAKING.values()]
    few = asked(client, address)
    [make(ours) for make in MAKING.values()]
    assert asked(client, address) == few


def told_of(client, row, page):
    return client.get(reverse(page, args=[row.pk])).context["told"]


def panel_of(told, heading):
    return next(panel for panel in [*told.panels, *told.side] if panel.heading == heading)


def cells_of(panel):
    return [[str(getattr(cell, "text", cell)) for cell in row.cells] for row in panel.rows]


def test_a_page_tells_facts_badges_parts_and_steps(ours):
    visit = visits.record(
        enterprise=ours.enterprise, planned_on=LONG_AGO, status="planned", visitors=(ours.member,), by=None
    )
    visits.make(visit, by=None, on=date(2026, 3, 1), note="缺装配工")
    told = told_of(at_desk("registry_manager"), visit, "services:visit")
    enterprise = reverse("clusters:enterprise", args=[ours.enterprise.pk])
    member = reverse("members:member", args=[ours.member.pk])
    assert told.badges == [("走访", ""), ("完成", TONES["done"])]
    assert [(f.label, str(f.value), f.href) for f in told.said] == [
        ("走访企业", "元宇宙有限公司", enterprise),
        ("走访日期", "2026年3月1日", ""),
        ("计划日期", "2020年1月1日", ""),
        ("走访情况", "缺装配工", ""),
    ]
    people, steps = told.side
    assert [(str(row.cells[0].text), row.cells[0].href) for row in people.rows] == [("元宇宙人", member)]
    assert [moment.text for moment in steps.moments] == ["完成", "计划"]


def test_what_an_app_above_says_of_a_thing_stands_on_its_page_when_there_is_any(ours):
    client, address = at_desk("registry_manager"), reverse("clusters:enterprise", args=[ours.enterprise.pk])
    before = [panel.heading for panel in client.get(address).context["told"].panels]
    make_visit(ours.enterprise)
    after = client.get(address).context["told"].panels
    assert [panel.heading for panel in after if panel.heading not in before] == ["走访"]


def test_a_part_counts_and_shows_only_what_the_reader_reaches(ours):
    theirs = make_corner("光电")
    building = make_building(place=ours.cluster.place)
    for firm in (ours.enterprise, theirs.enterprise):
        Tenancy.objects.create(building=building, enterprise=firm, starts_on=LONG_AGO)
    secretary = at_desk("cluster_secretary", cluster=ours.cluster)
    tenants = panel_of(told_of(secretary, building, "sites:building"), "入驻企业")
    assert (tenants.note, cells_of(tenants)) == ("1家", [["元宇宙有限公司", "", "2020年1月1日起"]])


def test_visits_are_summed_up_in_times_and_in_enterprises(ours):
    [make_visit(ours.enterprise) for _ in range(2)]
    answer = at_desk("registry_manager").get(reverse("services:visits"))
    assert answer.context["summary"] == "已走访2家次，1家企业"


def test_amounts_are_summed_up_kind_by_kind(ours):
    make_finance("1200", enterprise=ours.enterprise)
    make_finance("300.5", enterprise=ours.enterprise, amount_kind="saving", cases=2)
    make_finance("9", paid=None, enterprise=ours.enterprise)
    answer = at_desk("registry_manager").get(reverse("services:finance"))
    assert answer.context["summary"] == "融资额1200.00万元（1笔）；节约成本300.50万元（2笔）"


@pytest.mark.parametrize(
    ("asked_for", "shown"),
    [
        ("clock=overdue", ["迟"]),
        ("clock=standing", ["快", "迟"]),
        ("clock=to_dispatch", ["快"]),
        ("status=resolved", ["完"]),
        ("q=快", ["快"]),
    ],
)
def test_orders_are_found_by_how_they_stand(ours, asked_for, shown):
    make_resolved_order(enterprise=ours.enterprise, description="完")
    orders.dispatch(
        make_order(ours.enterprise, description="迟"), to=make_department(), by=None, at=at(LONG_AGO)
    )
    make_order(ours.enterprise, on=TODAY, description="快")
    answer = at_desk("registry_manager").get(f"{reverse('services:orders')}?{asked_for}")
    assert sorted(order.description for order in answer.context["page_obj"]) == sorted(shown)


@pytest.mark.parametrize(
    ("asked_for", "shown"),
    [
        ("", [("停", ""), ("完", ""), ("快", ""), ("迟", "bad")]),
        ("clock=standing", [("停", ""), ("快", ""), ("迟", "bad")]),
        ("clock=overdue", [("迟", "bad")]),
    ],
)
def test_what_was_handed_out_is_red_once_its_day_is_over(ours, asked_for, shown):
    make_resolved_order(enterprise=ours.enterprise, description="完")
    _, halted, _ = (
        orders.dispatch(
            make_order(ours.enterprise, on=on, description=said), to=make_department(), by=None, at=at(on, 10)
        )
        for said, on in (("迟", LONG_AGO), ("停", LONG_AGO), ("快", date(2026, 11, 20)))
    )
    orders.suspend(
        orders.accept(halted, by=None, at=at(LONG_AGO, 11)), by=None, why="等", at=at(LONG_AGO, 12)
    )
    answer = at_desk("registry_manager").get(f"{reverse('services:assignments')}?{asked_for}")
    toned = [(row.order.description, HANDED_DUE.cell(row).tone) for row in answer.context["page_obj"]]
    assert sorted(toned) == sorted(shown)


def test_an_order_shows_its_clocks(ours):
    friday = date(2026, 11, 20)
    order = make_order(ours.enterprise, on=date(2026, 11, 16))
    orders.dispatch(order, to=make_department(), by=None, at=at(friday))
    clocks = panel_of(told_of(at_desk("registry_manager"), order, "services:order"), "时限")
    assert cells_of(clocks) == [
        ["派单", "2026-11-17 09:00", "超时派单"],
        ["办理", "2026年11月25日", "还剩3个工作日"],
    ]


def test_a_phone_is_masked_on_the_page_of_an_order(ours):
    order = make_order(ours.enterprise, submitter_phone="19900000001")
    told = told_of(at_desk("registry_manager"), order, "services:order")
    assert [fact.value for fact in told.facts if fact.label == "提交人电话"] == ["199****0001"]


def test_the_versions_of_a_catalogue_are_side_by_side():
    first = make_catalogue(edition="2.0")
    catalogues.submit(first, by=None)
    catalogues.publish(first, by=None, on=LONG_AGO)
    second = catalogues.draft_next(first, edition="3.0", by=None)
    told = told_of(at_desk("registry_manager"), second, "services:catalogue")
    assert cells_of(panel_of(told, "历次版本")) == [["3.0", "编制", ""], ["2.0", "现行", "2020-01-01"]]


def made_sheets(round, department, grades):
    criterion = Criterion.objects.create(round=round, position=1, text="响应速度")
    for grade in grades:
        sheet = EvaluationSheet.objects.create(
            round=round, enterprise=make_enterprise(), department=department, submitted_at=at(LONG_AGO)
        )
        Answer.objects.create(sheet=sheet, criterion=criterion, grade=grade)


def test_a_version_being_drafted_is_not_told_to_those_it_will_be_for(ours):
    first = catalogues.publish(
        catalogues.submit(make_catalogue(cluster=ours.cluster), by=None), by=None, on=LONG_AGO
    )
    catalogues.draft_next(first, edition="9.9", by=None)
    page = reverse("services:catalogue", args=[first.pk])
    desks = (
        at_desk("cluster_clerk", cluster=ours.cluster),
        at_desk("enterprise_liaison", enterprise=ours.enterprise),
    )
    assert ["9.9" in desk.get(page).text for desk in desks] == [True, False]


def test_of_departments_only_what_five_said_together_is_told(ours):
    round = made_round(ours)
    made_sheets(round, make_department("工信局"), [5, 4, 4, 4, 4])
    criterion = round.criteria.get()
    sheet = EvaluationSheet.objects.create(
        round=round,
        enterprise=ours.enterprise,
        department=make_department("人社局"),
        submitted_at=at(LONG_AGO),
    )
    Answer.objects.create(sheet=sheet, criterion=criterion, grade=1)
    answer = at_desk("registry_manager").get(reverse("services:round", args=[round.pk]))
    scores = cells_of(panel_of(answer.context["told"], "得分"))
    assert scores == [["人社局", "1", "—"], ["工信局", "5", "84.0"]]
    assert ours.enterprise.name not in answer.content.decode()


def test_a_need_that_was_not_confirmed_for_ninety_days_stands_out(ours):
    need = make_need(ours.cluster)
    Supply.objects.create(need=need, resource=make_resource(ours.cluster), matched_on=LONG_AGO)
    answer = at_desk("registry_manager").get(reverse("services:needs"))
    assert answer.context["summary"] == "在列1条，其中90天内核对过的0条"
    assert '<td class="warn">2020-01-01</td>' in answer.content.decode()


def test_the_stops_of_a_belt_are_in_their_order(ours):
    belt = make_belt(ours.cluster)
    for position, name in ((2, "二站"), (1, "一站")):
        BeltSite.objects.create(belt=belt, site=make_site(name), position=position, starts_on=LONG_AGO)
    told = told_of(at_desk("registry_manager"), belt, "sites:belt")
    assert [cells[:2] for cells in cells_of(panel_of(told, "沿线阵地"))] == [["1", "一站"], ["2", "二站"]]


def test_an_organisation_sees_what_was_handed_to_it(ours):
    order = made_order(ours)
    told = told_of(at_desk("registry_manager"), ours.branch, "organizations:organization")
    panel = panel_of(told, "承办点单")
    assert [cells[:2] for cells in cells_of(panel)] == [[order.number, "元宇宙有限公司"]]


@pytest.mark.parametrize("asked_for", ["demonstration=on", "status=open", "kind=centre"])
def test_sites_are_found_by_what_they_are_today(asked_for):
    make_site("样板", is_demo=True)
    make_site("筹建站", status="building", kind="station")
    answer = at_desk("registry_manager").get(f"{reverse('sites:sites')}?{asked_for}")
    assert [site.name for site in answer.context["page_obj"]] == ["样板"]


def test_an_export_holds_what_the_list_shows(ours):
    make_visit(ours.enterprise, note="缺工")
    make_visit(make_corner("光电").enterprise, note="他家")
    client = at_desk("cluster_secretary", cluster=ours.cluster)
    told = client.get(reverse("services:visits_export"), {"format": "csv"}).content.decode("utf-8-sig")
    assert told.splitlines() == [
        "走访企业,方式,走访日期,走访党组织,走访部门,走访队伍,走访情况,状态",
        "元宇宙有限公司,走访,2020-01-01,,,,缺工,完成",
    ]


def test_a_list_leads_to_the_roster_that_fills_it_and_to_a_new_row():
    answer = at_desk("registry_manager").get(reverse("services:visits"))
    assert answer.context["tools"] == [
        ("导入名册", reverse("rosters:hand_in", args=["visit"])),
        ("新增走访", reverse("admin:services_visit_add")),
    ]


def test_scores_stand_there_for_whoever_may_see_sheets(ours):
    round = made_round(ours)
    made_sheets(round, make_department("工信局"), [5, 4, 4, 4, 4])
    page, manager = reverse("services:round", args=[round.pk]), at_desk("registry_manager")
    shown = ["工信局" in manager.get(page).content.decode()]
    with out_of_duty("services.view_evaluationsheet"):
        shown.append("工信局" in manager.get(page).content.decode())
    assert shown == [True, False]
