"""惠企服务清单的版本: drafted, reviewed, published, and followed by the next version."""

from datetime import date

from django.db import transaction

from apps.core import clock
from apps.core.history import because
from apps.core.moves import By, MoveRefused, Moves, begin, insist_on_why, move
from apps.services.models import ServiceCatalogue, ServiceCategory, ServiceItem

Status = ServiceCatalogue.Status

MOVES: Moves = {
    Status.DRAFT: {Status.REVIEW},
    Status.REVIEW: {Status.DRAFT, Status.CURRENT},
    Status.CURRENT: {Status.RETIRED},
}


def submit(catalogue: ServiceCatalogue, *, by: By) -> ServiceCatalogue:
    """送审 — refused while it holds no item."""
    if not ServiceItem.objects.filter(category__catalogue=catalogue).exists():
        raise MoveRefused("清单还没有事项，不能送审。")
    return move(catalogue, Status.REVIEW, moves=MOVES, by=by)


def send_back(catalogue: ServiceCatalogue, *, by: By, why: str) -> ServiceCatalogue:
    """退回编制"""
    insist_on_why(why)
    return move(catalogue, Status.DRAFT, moves=MOVES, by=by, why=why)


@transaction.atomic
def publish(catalogue: ServiceCatalogue, *, by: By, on: date | None = None) -> ServiceCatalogue:
    """发布 — from ``on`` it is the current one of its owner; the one before is retired that day."""
    on = on or clock.today()
    owned = ServiceCatalogue.objects.filter(place=catalogue.place_id, cluster=catalogue.cluster_id)
    for before in owned.filter(status=Status.CURRENT):
        retire(before, by=by, on=on, why=f"由{catalogue.edition}版代替")
    return move(catalogue, Status.CURRENT, moves=MOVES, by=by, published_on=on)


def retire(catalogue: ServiceCatalogue, *, by: By, on: date | None = None, why: str = "") -> ServiceCatalogue:
    """停用 — it stays readable as history."""
    return move(catalogue, Status.RETIRED, moves=MOVES, by=by, why=why, retired_on=on or clock.today())


@transaction.atomic
def draft_next(catalogue: ServiceCatalogue, *, edition: str, by: By) -> ServiceCatalogue:
    """编制新版本 — a draft with copies of all categories and items."""
    draft = ServiceCatalogue(
        title=catalogue.title,
        edition=edition,
        place=catalogue.place,
        cluster=catalogue.cluster,
        issuer=catalogue.issuer,
        previous=catalogue,
    )
    begin(draft, by=by)
    with because(by=by):
        _copy(catalogue, draft)
    return draft


def _copy(catalogue: ServiceCatalogue, draft: ServiceCatalogue) -> None:
    categories = list(catalogue.categories.prefetch_related("items"))
    copies = ServiceCategory.objects.bulk_create(
        ServiceCategory(catalogue=draft, code=category.code, name=category.name) for category in categories
    )
    said = [
        field.attname for field in ServiceItem._meta.concrete_fields if field.name not in ("id", "category")
    ]
    ServiceItem.objects.bulk_create(
        ServiceItem(category=copy, **{name: getattr(item, name) for name in said})
        for category, copy in zip(categories, copies, strict=True)
        for item in category.items.all()
    )
