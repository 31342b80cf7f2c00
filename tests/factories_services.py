"""造数：服务链与阵地链 — orders, catalogues, visits, platforms, sites: one call a thing."""

from datetime import date, datetime
from itertools import count
from typing import Any

from django.utils import timezone

from apps.clusters.models import Cluster, Enterprise
from apps.organizations.models import ClusterBody, PartyOrganization
from apps.services.models import (
    Consultation,
    FinanceProduct,
    FinanceRecord,
    Need,
    PlatformState,
    Policy,
    Resource,
    ServiceCatalogue,
    ServiceCategory,
    ServiceItem,
    ServiceOrder,
    ServicePlatform,
    Visit,
)
from apps.services.workflow import orders, platforms, visits
from apps.sites import workflow as sites
from apps.sites.models import BeltState, Building, DemonstrationBelt, Site, SiteState
from tests.factories import LONG_AGO, make_department, make_enterprise, make_place

_numbers = count(1)


def at(day: date, hour: int = 9) -> datetime:
    """A moment of a day, in Asia/Shanghai."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def make_catalogue(edition: str = "1.0", items: int = 1, **facts: Any) -> ServiceCatalogue:
    """A draft with one category and so many items."""
    facts = {"title": "党建惠企服务清单"} | facts
    if "place" not in facts:
        facts["place"] = facts["cluster"].place if "cluster" in facts else make_place()
    catalogue = ServiceCatalogue.objects.create(edition=edition, **facts)
    category = ServiceCategory.objects.create(catalogue=catalogue, code="01", name="政策服务")
    for number in range(1, items + 1):
        ServiceItem.objects.create(category=category, code=f"01{number:02d}", name=f"事项{number}")
    return catalogue


def make_order(enterprise: Enterprise | None = None, on: date = LONG_AGO, **facts: Any) -> ServiceOrder:
    """An order waiting to be dispatched, placed in the morning of a day."""
    facts = {"category": "recruiting", "description": "急需20名装配工"} | facts
    return orders.place(enterprise=enterprise or make_enterprise(), by=None, at=at(on), **facts)


def make_resolved_order(on: date = LONG_AGO, resolved: date | None = None, **facts: Any) -> ServiceOrder:
    """An order dispatched and accepted on the day it was placed, and resolved."""
    order = orders.dispatch(make_order(on=on, **facts), to=make_department(), by=None, at=at(on, 10))
    order = orders.accept(order, by=None, at=at(on, 11))
    return orders.resolve(order, result="solved", outcome="已对接", by=None, at=at(resolved or on, 15))


def make_visit(
    enterprise: Enterprise | None = None, on: date = LONG_AGO, visitors: tuple = (), **facts: Any
) -> Visit:
    return visits.record(
        enterprise=enterprise or make_enterprise(), held_on=on, visitors=visitors, by=None, **facts
    )


def make_need(cluster: Cluster, on: date = LONG_AGO, **facts: Any) -> Need:
    facts = {"category": "finance", "text": "流动资金贷款"} | facts
    facts.setdefault("enterprise", None)
    facts["enterprise"] = facts["enterprise"] or make_enterprise(cluster=cluster)
    return Need.objects.create(cluster=cluster, opened_on=on, last_confirmed_on=on, **facts)


def make_resource(cluster: Cluster, on: date = LONG_AGO, **facts: Any) -> Resource:
    facts = {"category": "finance", "text": "贴息贷款"} | facts
    if "department" not in facts:
        facts["department"] = make_department()
    return Resource.objects.create(cluster=cluster, opened_on=on, last_confirmed_on=on, **facts)


def make_platform(
    name: str = "", status: str = PlatformState.Status.RUNNING, on: date = LONG_AGO, **facts: Any
) -> ServicePlatform:
    facts = {"function": "policy", "kind": "online"} | facts
    if "place" not in facts:
        facts["place"] = facts["cluster"].place if "cluster" in facts else make_place()
    platform = ServicePlatform.objects.create(name=name or f"平台{next(_numbers)}", **facts)
    platforms.change_state(platform, status=status, on=on, by=None)
    return platform


def make_product(name: str = "", **facts: Any) -> FinanceProduct:
    return FinanceProduct.objects.create(name=name or f"产品{next(_numbers)}", **{"kind": "loan"} | facts)


def make_finance(amount: str = "100", paid: date | None = LONG_AGO, **facts: Any) -> FinanceRecord:
    """Money paid on a day, or only applied for."""
    facts = {"amount_kind": "financing", "status": "paid" if paid else "applied"} | facts
    if "product" not in facts:
        facts["product"] = make_product()
    if not {"enterprise", "cluster", "place"} & set(facts):
        facts["enterprise"] = make_enterprise()
    return FinanceRecord.objects.create(amount=amount, paid_on=paid, **facts)


def make_policy(title: str = "", **facts: Any) -> Policy:
    facts = {"issuer": "市政府", "issued_on": LONG_AGO} | facts
    if "place" not in facts:
        facts["place"] = make_place()
    return Policy.objects.create(title=title or f"政策{next(_numbers)}", **facts)


def make_consultation(body: ClusterBody, held: date | None = LONG_AGO, **facts: Any) -> Consultation:
    """A consultation held on a day, or planned."""
    facts = {"status": "held" if held else "planned", "planned_on": held or LONG_AGO} | facts
    return Consultation.objects.create(body=body, held_on=held, **facts)


def make_site(
    name: str = "",
    status: str = SiteState.Status.OPEN,
    on: date = LONG_AGO,
    is_demo: bool = False,
    **facts: Any,
) -> Site:
    facts = {"kind": Site.Kind.CENTRE} | facts
    if "place" not in facts:
        facts["place"] = make_place()
    site = Site.objects.create(name=name or f"阵地{next(_numbers)}", **facts)
    sites.change_site(site, status=status, on=on, by=None, is_demo=is_demo)
    return site


def make_building(name: str = "", **facts: Any) -> Building:
    if "place" not in facts:
        facts["place"] = make_place()
    return Building.objects.create(name=name or f"楼宇{next(_numbers)}", **facts)


def make_belt(
    cluster: Cluster, status: str = BeltState.Status.NAMED, on: date = LONG_AGO, **facts: Any
) -> DemonstrationBelt:
    facts = {"name": f"示范带{next(_numbers)}"} | facts
    belt = DemonstrationBelt.objects.create(cluster=cluster, **facts)
    sites.change_belt(belt, status=status, on=on, by=None)
    return belt


def make_booking(site: Site, organization: PartyOrganization, day: date, hour: int = 9, **facts: Any) -> Any:
    """Two hours asked for."""
    return sites.request(
        site,
        organization=organization,
        starts_at=at(day, hour),
        ends_at=at(day, hour + 2),
        purpose="主题党日",
        by=None,
        **facts,
    )
