"""小世界：服务链与阵地链 — a row of each of their registers in one neighbourhood."""

from datetime import timedelta
from typing import Any

from django.db.models import Model

from apps.members.models import Liaison
from apps.services.models import (
    Action,
    CalendarDay,
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
from apps.services.workflow import consultations, orders
from apps.sites.models import BeltSite, BuildingOrganization, Tenancy
from tests.factories import LONG_AGO
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
    make_resource,
    make_site,
    make_visit,
)


def sites_of(name: str, rows: dict[str, Model]) -> list[Model]:
    """阵地链"""
    place, branch = rows["clusters.place"], rows["organizations.partyorganization"]
    building = make_building(f"{name}大厦", place=place)
    Tenancy.objects.create(building=building, enterprise=rows["clusters.enterprise"], starts_on=LONG_AGO)
    BuildingOrganization.objects.create(building=building, organization=branch, starts_on=LONG_AGO)
    site = make_site(f"{name}党群服务中心", place=place, owner=branch, building=building)
    belt = make_belt(rows["clusters.cluster"], name=f"{name}示范带")
    BeltSite.objects.create(belt=belt, site=site, position=1, starts_on=LONG_AGO)
    return [building, site, belt, make_booking(site, branch, LONG_AGO)]


def services_of(name: str, rows: dict[str, Model]) -> list[Model]:
    """服务链"""
    return [*_offered(name, rows), *_asked(name, rows), *_paid(name, rows), *_met(name, rows)]


def _offered(name: str, rows: dict[str, Any]) -> list[Model]:
    place, cluster, firm = rows["clusters.place"], rows["clusters.cluster"], rows["clusters.enterprise"]
    catalogue = make_catalogue(cluster=cluster, title=f"{name}清单")
    category = catalogue.categories.get()
    platform = make_platform(f"{name}政策云超市", place=place, cluster=cluster)
    occasion = PlatformEvent.objects.create(platform=platform, title=f"{name}解读", held_on=LONG_AGO)
    EnterpriseServed.objects.create(occasion=occasion, enterprise=firm)
    day = LONG_AGO + timedelta(days=CalendarDay.objects.count())
    free = CalendarDay.objects.create(day=day, is_working=False)
    return [catalogue, category, category.items.get(), platform, occasion, free]


def _asked(name: str, rows: dict[str, Any]) -> list[Model]:
    cluster, firm = rows["clusters.cluster"], rows["clusters.enterprise"]
    department, member = rows["clusters.department"], rows["members.member"]
    visit = make_visit(firm, visitors=(member,), note=f"{name}缺工")
    order = make_order(firm, visit=visit, body=rows["organizations.clusterbody"], description=f"{name}缺工")
    order = orders.dispatch(order, to=department, by=None, at=at(LONG_AGO))
    need = make_need(cluster, enterprise=firm, text=f"{name}贷款")
    resource = make_resource(cluster, department=department, text=f"{name}贴息")
    Supply.objects.create(need=need, resource=resource, matched_on=LONG_AGO)
    action = Action.objects.create(
        cluster=cluster,
        title=f"{name}对接会",
        department=department,
        opened_on=LONG_AGO,
        last_confirmed_on=LONG_AGO,
    )
    return [visit, order, order.assignments.get(), need, resource, action]


def _paid(name: str, rows: dict[str, Any]) -> list[Model]:
    firm = rows["clusters.enterprise"]
    product = make_product(f"{name}贷")
    policy = make_policy(f"{name}政策", place=rows["clusters.place"], department=rows["clusters.department"])
    claim = PolicyClaim.objects.create(policy=policy, enterprise=firm, submitted_on=LONG_AGO)
    return [product, make_finance(enterprise=firm, product=product), policy, claim]


def _met(name: str, rows: dict[str, Any]) -> list[Model]:
    cluster, department = rows["clusters.cluster"], rows["clusters.department"]
    consultation = make_consultation(rows["organizations.clusterbody"], agenda=f"{name}用地")
    task = consultations.resolve_on(
        consultation, text=f"{name}用地", department=department, due_on=LONG_AGO, by=None
    )
    days = {"period_starts_on": LONG_AGO, "period_ends_on": LONG_AGO}
    days |= {"opens_on": LONG_AGO, "closes_on": LONG_AGO}
    round = EvaluationRound.objects.create(
        cluster=cluster, kind="of_departments", title=f"{name}企评政", **days
    )
    Criterion.objects.create(round=round, position=1, text="响应速度")
    sheet = EvaluationSheet.objects.create(
        round=round,
        enterprise=rows["clusters.enterprise"],
        department=department,
        submitted_at=at(LONG_AGO),
    )
    return [consultation, task, round, sheet, *_sent(name, rows)]


def _sent(name: str, rows: dict[str, Any]) -> list[Model]:
    station = make_site(f"{name}工作站", kind="station", place=rows["clusters.place"])
    liaison = Liaison.objects.create(
        member=rows["members.member"],
        enterprise=rows["clusters.enterprise"],
        kind="commissioner",
        starts_on=LONG_AGO,
    )
    guidance = Guidance.objects.create(liaison=liaison, held_on=LONG_AGO, topic=f"{name}组建")
    return [guidance, StationPosting.objects.create(liaison=liaison, station=station, starts_on=LONG_AGO)]
