"""阵地链的变动: sites open and close, belts are named and taken down, rooms are asked for and used."""

from datetime import date, datetime
from typing import Any

from django.db import models

from apps.core.moves import By, Moves, begin, insist_on_why, move, stand
from apps.organizations.models import PartyOrganization
from apps.sites.models import BeltState, Booking, DemonstrationBelt, Site, SiteState

Status = Booking.Status
OF_SITE = SiteState.Status
OF_BELT = BeltState.Status

SITE_MOVES: Moves = {
    OF_SITE.BUILDING: {OF_SITE.OPEN, OF_SITE.CLOSED},
    OF_SITE.OPEN: {OF_SITE.UPGRADING, OF_SITE.CLOSED},
    OF_SITE.UPGRADING: {OF_SITE.OPEN, OF_SITE.CLOSED},
    OF_SITE.CLOSED: {OF_SITE.OPEN},
}
BELT_MOVES: Moves = {
    OF_BELT.APPLIED: {OF_BELT.BUILDING, OF_BELT.REMOVED},
    OF_BELT.BUILDING: {OF_BELT.NAMED, OF_BELT.REMOVED},
    OF_BELT.NAMED: {OF_BELT.REVIEWED, OF_BELT.REMOVED},
    OF_BELT.REVIEWED: {OF_BELT.NAMED, OF_BELT.REMOVED},
    OF_BELT.REMOVED: {OF_BELT.APPLIED},
}
BOOKING_MOVES: Moves = {
    Status.REQUESTED: {Status.APPROVED, Status.REFUSED, Status.CANCELLED},
    Status.APPROVED: {Status.USED, Status.CANCELLED},
    Status.USED: {Status.RATED},
}


def change_site(site: Site, *, status: str, on: date, by: By, why: str = "", **values: Any) -> models.Model:
    """变更阵地状态 — open, upgrade, close it, or name it a model site, from a day on."""
    return stand(site, status, moves=SITE_MOVES, on=on, by=by, why=why, **values)


def change_belt(belt: DemonstrationBelt, *, status: str, on: date, by: By, why: str = "") -> models.Model:
    """变更示范带状态 — from 申报 to 命名, 复评 or 摘牌, from a day on."""
    return stand(belt, status, moves=BELT_MOVES, on=on, by=by, why=why)


def request(
    site: Site,
    *,
    organization: PartyOrganization,
    starts_at: datetime,
    ends_at: datetime,
    purpose: str,
    by: By,
    **facts: Any,
) -> Booking:
    """申请预约 — raises ``ValidationError`` when the site is taken, closed or not shared."""
    booking = Booking(
        site=site,
        organization=organization,
        starts_at=starts_at,
        ends_at=ends_at,
        purpose=purpose,
        **facts,
    )
    return begin(booking, by=by)


def approve(booking: Booking, *, by: By) -> Booking:
    """同意"""
    return move(booking, Status.APPROVED, moves=BOOKING_MOVES, by=by)


def refuse(booking: Booking, *, by: By, why: str) -> Booking:
    """拒绝 — with a reason; the hours are free again."""
    insist_on_why(why)
    return move(booking, Status.REFUSED, moves=BOOKING_MOVES, by=by, why=why)


def cancel(booking: Booking, *, by: By, why: str = "") -> Booking:
    """取消"""
    return move(booking, Status.CANCELLED, moves=BOOKING_MOVES, by=by, why=why)


def use(booking: Booking, *, by: By, headcount: int | None = None) -> Booking:
    """使用 — the site was used, by how many people."""
    return move(booking, Status.USED, moves=BOOKING_MOVES, by=by, headcount=headcount)


def rate(booking: Booking, *, grade: int, by: By, comment: str = "") -> Booking:
    """评价 — 1 to 5."""
    return move(booking, Status.RATED, moves=BOOKING_MOVES, by=by, grade=grade, comment=comment)
