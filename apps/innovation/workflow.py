"""创新链的流转: calls, projects, listings, consortia, alliances, platforms and gaps move here."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core import clock
from apps.core.dated import close
from apps.core.history import because
from apps.core.moves import By, Moves, insist_on_why, move
from apps.innovation.models import (
    Alliance,
    CallAcceptance,
    CallClaim,
    ChainGap,
    Consortium,
    Deal,
    InvestmentProject,
    Listing,
    ListingClaim,
    Match,
    Milestone,
    OpenCall,
    TackleProject,
    TechPlatform,
)

Call = OpenCall.Status
Tackle = TackleProject.Status
Entry = Listing.Status
Joint = Consortium.Status
League = Alliance.Status
Facility = TechPlatform.Status
Invest = InvestmentProject.Status
Gap = ChainGap.Status

CALL_MOVES: Moves = {
    Call.COLLECTED: {Call.ASSESSED},
    Call.ASSESSED: {Call.PUBLISHED},
    Call.PUBLISHED: {Call.CLAIMED, Call.LAPSED},
    Call.CLAIMED: {Call.CONTRACTED, Call.LAPSED},
    Call.CONTRACTED: {Call.UNDERWAY},
    Call.UNDERWAY: {Call.PASSED, Call.FAILED},
    Call.PASSED: {Call.ARCHIVED},
    Call.FAILED: {Call.ARCHIVED},
    Call.LAPSED: {Call.ARCHIVED},
}
TACKLE_MOVES: Moves = {
    Tackle.APPROVED: {Tackle.UNDERWAY},
    Tackle.UNDERWAY: {Tackle.COMPLETED, Tackle.EXTENDED},
    Tackle.EXTENDED: {Tackle.COMPLETED, Tackle.EXTENDED},
}
LISTING_MOVES: Moves = {
    Entry.DRAFT: {Entry.AUDITING},
    Entry.AUDITING: {Entry.PUBLISHED, Entry.RETURNED},
    Entry.RETURNED: {Entry.AUDITING, Entry.CLOSED},
    Entry.PUBLISHED: {Entry.CLAIMED, Entry.MATCHING, Entry.CLOSED},
    Entry.CLAIMED: {Entry.MATCHING, Entry.DEALT, Entry.CLOSED},
    Entry.MATCHING: {Entry.DEALT, Entry.CLOSED},
    Entry.DEALT: {Entry.CLOSED},
}
CONSORTIUM_MOVES: Moves = {
    Joint.FORMING: {Joint.FILED},
    Joint.FILED: {Joint.RUNNING, Joint.WITHDRAWN},
    Joint.RUNNING: {Joint.REVIEWED, Joint.WITHDRAWN},
    Joint.REVIEWED: {Joint.RUNNING, Joint.WITHDRAWN},
}
ALLIANCE_MOVES: Moves = {
    League.PREPARING: {League.FOUNDED},
    League.FOUNDED: {League.RUNNING, League.DISSOLVED},
    League.RUNNING: {League.DISSOLVED},
}
PLATFORM_MOVES: Moves = {
    Facility.BUILDING: {Facility.RUNNING},
    Facility.RUNNING: {Facility.STOPPED},
}
INVESTMENT_MOVES: Moves = {
    Invest.TALKS: {Invest.SIGNED},
    Invest.SIGNED: {Invest.LANDED, Invest.STARTED},
    Invest.LANDED: {Invest.STARTED, Invest.OPENED},
    Invest.STARTED: {Invest.OPENED},
}
GAP_MOVES: Moves = {
    Gap.IDENTIFIED: {Gap.UNDERWAY, Gap.FILLED},
    Gap.UNDERWAY: {Gap.FILLED},
}


# 揭榜攻关


def assess(call: OpenCall, *, by: By) -> OpenCall:
    """论证"""
    return move(call, Call.ASSESSED, moves=CALL_MOVES, by=by)


def publish_call(call: OpenCall, *, on: date, deadline: date, by: By) -> OpenCall:
    """发榜"""
    return move(call, Call.PUBLISHED, moves=CALL_MOVES, by=by, published_on=on, deadline=deadline)


@transaction.atomic
def take_up(call: OpenCall, *, on: date, by: By, **claimer: Any) -> CallClaim:
    """揭榜 — one more offer to solve it, until the deadline; the first one moves the call."""
    if call.status not in (Call.PUBLISHED, Call.CLAIMED):
        raise ValidationError("该项目现在不接受揭榜。")
    if call.deadline and on > call.deadline:
        raise ValidationError({"on": "揭榜已截止。"})
    claim = _kept(CallClaim(call=call, claimed_on=on, **claimer), by=by)
    if call.status == Call.PUBLISHED:
        move(call, Call.CLAIMED, moves=CALL_MOVES, by=by)
    return claim


@transaction.atomic
def contract(call: OpenCall, *, claim: CallClaim, on: date, by: By) -> OpenCall:
    """签约 — with the claim that is chosen."""
    if claim.call_id != call.pk:
        raise ValidationError({"claim": "不是这个项目的揭榜方。"})
    if on < claim.claimed_on:
        raise ValidationError({"on": "签约日期不能早于揭榜日期。"})
    claim.is_chosen = True
    claim.full_clean()
    with because(by=by):
        claim.save(update_fields=["is_chosen"])
    return move(call, Call.CONTRACTED, moves=CALL_MOVES, by=by, contracted_on=on)


def tackle(call: OpenCall, *, by: By) -> OpenCall:
    """攻关"""
    return move(call, Call.UNDERWAY, moves=CALL_MOVES, by=by)


@transaction.atomic
def judge(call: OpenCall, *, is_passed: bool, on: date, by: By, outputs: str = "") -> OpenCall:
    """验收 — passed or not; what was judged stays when the call is archived."""
    call = move(call, Call.PASSED if is_passed else Call.FAILED, moves=CALL_MOVES, by=by)
    _kept(CallAcceptance(call=call, judged_on=on, is_passed=is_passed, outputs=outputs), by=by)
    return call


def lapse(call: OpenCall, *, by: By, why: str = "") -> OpenCall:
    """流榜 — nobody took it up in time, or nobody's plan was good enough (then with the reason)."""
    if call.status == Call.PUBLISHED and call.deadline and clock.today() <= call.deadline:
        raise ValidationError("揭榜尚未截止，不能流榜。")
    if call.status == Call.CLAIMED:
        insist_on_why(why)
    return move(call, Call.LAPSED, moves=CALL_MOVES, by=by, why=why)


def archive_call(call: OpenCall, *, by: By) -> OpenCall:
    """归档"""
    return move(call, Call.ARCHIVED, moves=CALL_MOVES, by=by)


def reach_milestone(milestone: Milestone, *, on: date, by: By) -> Milestone:
    """里程碑完成"""
    milestone.reached_on = on
    milestone.full_clean()
    with because(by=by):
        milestone.save(update_fields=["reached_on"])
    return milestone


# 重点攻坚


def start_project(project: TackleProject, *, by: By) -> TackleProject:
    """实施"""
    return move(project, Tackle.UNDERWAY, moves=TACKLE_MOVES, by=by)


def extend_project(project: TackleProject, *, due_on: date, by: By, why: str) -> TackleProject:
    """延期 — to a later day, with the reason."""
    insist_on_why(why)
    if due_on <= project.due_on:
        raise ValidationError({"due_on": "延期后的日期须晚于原计划完成日期。"})
    return move(project, Tackle.EXTENDED, moves=TACKLE_MOVES, by=by, why=why, due_on=due_on)


def complete_project(project: TackleProject, *, on: date, by: By) -> TackleProject:
    """完成"""
    return move(project, Tackle.COMPLETED, moves=TACKLE_MOVES, by=by, completed_on=on, progress=100)


# 供需清单


def submit_listing(listing: Listing, *, by: By) -> Listing:
    """送审"""
    return move(listing, Entry.AUDITING, moves=LISTING_MOVES, by=by)


def publish_listing(listing: Listing, *, on: date, by: By, expires_on: date | None = None) -> Listing:
    """审核发布"""
    days: dict[str, Any] = {"audited_on": on, "published_on": on, "expires_on": expires_on}
    return move(listing, Entry.PUBLISHED, moves=LISTING_MOVES, by=by, **days)


def return_listing(listing: Listing, *, by: By, why: str) -> Listing:
    """退回 — with what is to be put right."""
    insist_on_why(why)
    return move(listing, Entry.RETURNED, moves=LISTING_MOVES, by=by, why=why)


@transaction.atomic
def claim_listing(listing: Listing, *, on: date, by: By, **claimer: Any) -> ListingClaim:
    """认领 — by one more enterprise, institution or department while the entry stands."""
    if not Listing.objects.standing(on).filter(pk=listing.pk).exists():
        raise ValidationError("该条目未发布或已过期。")
    claim = _kept(ListingClaim(listing=listing, claimed_on=on, **claimer), by=by)
    if listing.status == Entry.PUBLISHED:
        move(listing, Entry.CLAIMED, moves=LISTING_MOVES, by=by)
    return claim


@transaction.atomic
def bring_together(need: Listing, offer: Listing, *, on: date, by: By, note: str = "") -> Match:
    """对接 — one need with one offer, both on the list that day; both then stand at 对接."""
    if Listing.objects.standing(on).filter(pk__in=(need.pk, offer.pk)).count() < 2:
        raise ValidationError("需求和供给须已发布且在有效期内。")
    match = _kept(Match(need=need, offer=offer, matched_on=on, note=note), by=by)
    for listing in (need, offer):
        if listing.status in (Entry.PUBLISHED, Entry.CLAIMED):
            move(listing, Entry.MATCHING, moves=LISTING_MOVES, by=by)
    return match


@transaction.atomic
def strike(
    listing: Listing,
    *,
    on: date,
    by: By,
    amount: Decimal | None = None,
    claim: ListingClaim | None = None,
    match: Match | None = None,
) -> Deal:
    """成交 — out of a claim or a match."""
    if claim is None and match is None:
        raise ValidationError("请填写成交来自的认领或对接。")
    deal = _kept(Deal(listing=listing, claim=claim, match=match, signed_on=on, amount=amount), by=by)
    move(listing, Entry.DEALT, moves=LISTING_MOVES, by=by)
    return deal


def close_listing(listing: Listing, *, on: date, by: By, why: str = "") -> Listing:
    """关闭"""
    return move(listing, Entry.CLOSED, moves=LISTING_MOVES, by=by, why=why, closed_on=on)


# 联合体、联盟、平台


def file_consortium(consortium: Consortium, *, on: date, by: By) -> Consortium:
    """备案 — a lead and at least one university or institute are needed."""
    if not Consortium.objects.complete(on).filter(pk=consortium.pk).exists():
        raise ValidationError("创新联合体至少须有一所高校或科研院所。")
    return move(consortium, Joint.FILED, moves=CONSORTIUM_MOVES, by=by, starts_on=on)


def run_consortium(consortium: Consortium, *, by: By) -> Consortium:
    """运行"""
    return move(consortium, Joint.RUNNING, moves=CONSORTIUM_MOVES, by=by)


def review_consortium(consortium: Consortium, *, grade: str, by: By) -> Consortium:
    """绩效评价"""
    return move(consortium, Joint.REVIEWED, moves=CONSORTIUM_MOVES, by=by, grade=grade)


@transaction.atomic
def withdraw_consortium(consortium: Consortium, *, on: date, by: By, why: str) -> Consortium:
    """退出 — its members leave with it."""
    insist_on_why(why)
    with because(by=by, why=why):
        close(consortium.members, on=on)
    return move(consortium, Joint.WITHDRAWN, moves=CONSORTIUM_MOVES, by=by, why=why, ends_on=on)


def found_alliance(alliance: Alliance, *, on: date, by: By) -> Alliance:
    """成立"""
    return move(alliance, League.FOUNDED, moves=ALLIANCE_MOVES, by=by, starts_on=on)


def run_alliance(alliance: Alliance, *, by: By) -> Alliance:
    """运行"""
    return move(alliance, League.RUNNING, moves=ALLIANCE_MOVES, by=by)


@transaction.atomic
def dissolve_alliance(alliance: Alliance, *, on: date, by: By, why: str) -> Alliance:
    """解散 — its members leave with it."""
    insist_on_why(why)
    with because(by=by, why=why):
        close(alliance.members, on=on)
    return move(alliance, League.DISSOLVED, moves=ALLIANCE_MOVES, by=by, why=why, ends_on=on)


def open_platform(platform: TechPlatform, *, on: date, by: By) -> TechPlatform:
    """平台运行"""
    return move(platform, Facility.RUNNING, moves=PLATFORM_MOVES, by=by, starts_on=on)


def stop_platform(platform: TechPlatform, *, on: date, by: By, why: str = "") -> TechPlatform:
    """平台停用"""
    return move(platform, Facility.STOPPED, moves=PLATFORM_MOVES, by=by, why=why, ends_on=on)


# 投资项目、强补延


def reach(project: InvestmentProject, *, status: str, on: date, by: By) -> InvestmentProject:
    """签约、落户、开工、投产 — the next stage, with its day."""
    day: dict[str, Any] = {f"{status}_on": on}
    return move(project, status, moves=INVESTMENT_MOVES, by=by, **day)


def work_on(gap: ChainGap, *, by: By, **link: Any) -> ChainGap:
    """招引或攻关 — with the investment or the tackle project that is to fill it."""
    return move(gap, Gap.UNDERWAY, moves=GAP_MOVES, by=by, **link)


def fill(gap: ChainGap, *, on: date, by: By) -> ChainGap:
    """补齐"""
    return move(gap, Gap.FILLED, moves=GAP_MOVES, by=by, filled_on=on)


def _kept(row: Any, *, by: By) -> Any:
    """A new row of a move, judged and saved."""
    row.full_clean()
    with because(by=by):
        row.save()
    return row
