"""人才链的变动: people are registered, move, advance and leave; nobody is deleted.

Each function is one move: it locks the person, checks that the move is open from where the
person stands, changes the dated rows and writes the movement down, together or not at all.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from apps.clusters.models import Enterprise
from apps.core.dated import close, correct, hold, insist_on_reason, succeed
from apps.core.history import because
from apps.members.models import (
    Affiliation,
    Employment,
    Member,
    MemberStanding,
    Movement,
    Participation,
    Seat,
)
from apps.members.models.member import FULL, NORMAL, PROBATIONARY
from apps.members.standing import spans
from apps.organizations import workflow as organizations
from apps.organizations.models import PartyOrganization

Kind = Movement.Kind
Reason = Affiliation.Reason
By = models.Model | None
ENTERING = {
    Kind.OPENING: Reason.OPENING,
    Kind.ADMITTED: Reason.ADMITTED,
    Kind.RESTORED: Reason.RESTORED,
    Kind.TRANSFER_IN: Reason.TRANSFERRED,
}
LEAVING = {
    Kind.LEFT_PARTY: ("出党", Reason.LEFT_PARTY),
    Kind.SUSPENDED: ("停止党籍", Reason.SUSPENDED),
    Kind.DIED: ("死亡", Reason.DIED),
}

RESTORABLE = ("停止党籍", "出党")


@transaction.atomic
def register(
    *,
    stage: str,
    on: date,
    by: By,
    organization: PartyOrganization | None = None,
    party_status: str = NORMAL,
    kind: str = Kind.OPENING,
    **facts: Any,
) -> Member:
    """登记人员 — a person with standing, and for a member the affiliation and its movement (期初 or 补录…).

    Raises ``ValidationError`` for wrong facts, a number already registered, or a functional organisation.
    """
    member = Member(**facts)
    member.full_clean()
    with because(by=by):
        member.save()
    enter(member, stage=stage, on=on, by=by, organization=organization, party_status=party_status, kind=kind)
    return member


@transaction.atomic
def enter(
    member: Member,
    *,
    stage: str,
    on: date,
    by: By,
    organization: PartyOrganization | None = None,
    party_status: str = NORMAL,
    kind: str = Kind.OPENING,
) -> None:
    """Give a person just saved a standing, and an affiliation with its movement."""
    with because(by=by):
        told = spans(
            stage=stage,
            since=on,
            joined_on=member.joined_on,
            full_member_on=member.full_member_on,
            party_status=party_status,
        )
        MemberStanding.objects.bulk_create(MemberStanding(member=member, **vars(span)) for span in told)
        if organization:
            _affiliate(member, organization, on=on, reason=ENTERING.get(Kind(kind), Reason.ENTERED))
            _write_down(member, kind, on, to_organization=organization)


@transaction.atomic
def transfer_within(
    member: Member, *, to: PartyOrganization, on: date, by: By, why: str = "", **letter: Any
) -> Movement:
    """系统内转接 — end the open affiliation, open the next, write one movement with its letter."""
    insist_on_reason(on, why)
    member = _locked(member)
    current = _open_affiliation(member)
    if current.organization_id == to.pk:
        raise ValidationError({"to": "该党员的组织关系已在这个党组织。"})
    with because(by=by, why=why):
        _end(current, on, Reason.TRANSFERRED)
        _affiliate(member, to, on=on, reason=Reason.TRANSFERRED)
        return _write_down(
            member,
            Kind.TRANSFER_WITHIN,
            on,
            from_organization=current.organization,
            to_organization=to,
            **letter,
        )


@transaction.atomic
def transfer_in(
    member: Member, *, to: PartyOrganization, elsewhere: str, on: date, by: By, why: str = "", **letter: Any
) -> Movement:
    """转入 — from outside the registry, with its letter."""
    insist_on_reason(on, why)
    member = _locked(member)
    if _standing(member, on) not in (FULL, PROBATIONARY):
        raise ValidationError("该人员当日不是党籍正常的党员，不能转入组织关系。")
    with because(by=by, why=why):
        _affiliate(member, to, on=on, reason=Reason.TRANSFERRED)
        return _write_down(member, Kind.TRANSFER_IN, on, to_organization=to, elsewhere=elsewhere, **letter)


@transaction.atomic
def transfer_out(
    member: Member, *, elsewhere: str, on: date, by: By, why: str = "", **letter: Any
) -> Movement:
    """转出 — to outside the registry, with its letter; posts held end the same day."""
    insist_on_reason(on, why)
    member = _locked(member)
    current = _open_affiliation(member)
    with because(by=by, why=why):
        _end(current, on, Reason.TRANSFERRED)
        close(member.seats, on=on)
        return _write_down(
            member,
            Kind.TRANSFER_OUT,
            on,
            from_organization=current.organization,
            elsewhere=elsewhere,
            **letter,
        )


@transaction.atomic
def admit(member: Member, *, organization: PartyOrganization, on: date, by: By, why: str = "") -> Movement:
    """接收预备党员 — ``on`` is the day of the branch meeting that accepted the person."""
    insist_on_reason(on, why)
    member = _locked(member)
    if _standing(member, on) in (FULL, PROBATIONARY):
        raise ValidationError("该人员已是党员。")
    with because(by=by, why=why):
        member.joined_on = on
        member.full_clean()
        member.save()
        succeed(member.standings, on=on, stage=PROBATIONARY, party_status=NORMAL)
        _affiliate(member, organization, on=on, reason=Reason.ADMITTED)
        return _write_down(member, Kind.ADMITTED, on, to_organization=organization)


@transaction.atomic
def confirm(member: Member, *, on: date, by: By, why: str = "") -> Member:
    """转正 — ``on`` is the day probation ended, not the day it was approved."""
    insist_on_reason(on, why)
    member = _locked(member)
    if _standing(member, on) != PROBATIONARY:
        raise ValidationError("只有预备党员可以转正。")
    with because(by=by, why=why):
        member.full_member_on = on
        member.full_clean()
        member.save()
        succeed(member.standings, on=on, stage=FULL)
    return member


@transaction.atomic
def advance(member: Member, *, stage: str, on: date, by: By, why: str = "") -> Member:
    """进入发展阶段 — applicant, activist, prospective member; then come ``admit`` and ``confirm``."""
    insist_on_reason(on, why)
    member = _locked(member)
    if stage in (FULL, PROBATIONARY) or _standing(member, on) in (FULL, PROBATIONARY):
        raise ValidationError("党员的发展请办理接收或转正。")
    with because(by=by, why=why):
        succeed(member.standings, on=on, stage=stage)
    return member


@transaction.atomic
def leave(member: Member, *, kind: str, on: date, by: By, why: str = "") -> Movement:
    """出党、停止党籍、死亡 — the affiliation ends; the person stays in the register."""
    insist_on_reason(on, why)
    status, reason = LEAVING[Kind(kind)]
    member = _locked(member)
    current = _open_affiliation(member)
    with because(by=by, why=why):
        _end(current, on, reason)
        close(member.seats, on=on)
        succeed(member.standings, on=on, party_status=status)
        return _write_down(member, kind, on, from_organization=current.organization)


@transaction.atomic
def restore(member: Member, *, organization: PartyOrganization, on: date, by: By, why: str = "") -> Movement:
    """恢复党籍 — of somebody whose membership was suspended or ended, not by death."""
    insist_on_reason(on, why)
    member = _locked(member)
    standing = member.standings.in_force(on).first()
    if standing is None or standing.party_status not in RESTORABLE:
        raise ValidationError("只有停止党籍或出党的人员可以恢复党籍。")
    with because(by=by, why=why):
        succeed(member.standings, on=on, party_status=NORMAL)
        _affiliate(member, organization, on=on, reason=Reason.RESTORED)
        return _write_down(member, Kind.RESTORED, on, to_organization=organization)


@transaction.atomic
def take_part(
    member: Member,
    *,
    organization: PartyOrganization,
    kind: str,
    on: date,
    by: By,
    relation_at: str = "",
) -> Participation:
    """登记参与 — taking part in an organisation without belonging to it."""
    said = {"kind": kind, "relation_at": relation_at}
    with because(by=by):
        return hold(Participation, on=on, defaults=said, member=member, organization=organization)


@transaction.atomic
def employ(
    member: Member, *, enterprise: Enterprise, on: date, by: By, is_confirmed: bool = True, **facts: Any
) -> Employment:
    """登记工作单位; the employment already in force is brought up to date."""
    said = facts | {"is_confirmed": is_confirmed}
    with because(by=by):
        row = hold(Employment, on=on, defaults=said, member=member, enterprise=enterprise)
        return correct(row, said)


@transaction.atomic
def appoint(
    member: Member, *, organization: PartyOrganization, post: str, on: date, by: By, **facts: Any
) -> Seat:
    """任职 — a post in an organisation; committee members are full members (R7, C26)."""
    if post in Seat.COMMITTEE and _standing(member, on) == PROBATIONARY:
        raise ValidationError({"post": "预备党员不能担任支部委员（无被选举权）。"})
    seat = Seat(member=member, organization=organization, post=post, starts_on=on, **facts)
    seat.full_clean()
    with because(by=by):
        seat.save()
    return seat


@transaction.atomic
def end(row: models.Model, *, on: date, by: By, why: str = "") -> None:
    """结束一项关系 — a participation, an employment, a post, a team role, a liaison.

    An affiliation does not end by itself: it ends by transfer or leaving. Raises ``ValidationError``.
    """
    if isinstance(row, Affiliation):
        raise ValidationError("组织关系须通过转接、出党等办理结束。")
    organizations.end(row, on=on, by=by, why=why)


@transaction.atomic
def dissolve(organization: PartyOrganization, *, on: date, by: By, why: str = "") -> None:
    """撤销党组织 — refused while anybody belongs to it."""
    belonging = Affiliation.objects.in_force(on).filter(organization=organization).count()
    if belonging:
        raise ValidationError(f"还有{belonging}名党员的组织关系在此党组织，请先办理转接。")
    with because(by=by, why=why):
        close(organization.seats, on=on)
    organizations.dissolve(organization, on=on, by=by, why=why)


def _locked(member: Member) -> Member:
    return Member.objects.select_for_update(of=("self",)).get(pk=member.pk)


def _standing(member: Member, on: date) -> str:
    standing = member.standings.in_force(on).filter(party_status=NORMAL).first()
    return standing.stage if standing else ""


def _open_affiliation(member: Member) -> Affiliation:
    current = member.affiliations.open().select_related("organization").first()
    if current is None:
        raise ValidationError("该人员没有组织关系。")
    return current


def _affiliate(member: Member, organization: PartyOrganization, *, on: date, reason: str) -> Affiliation:
    affiliation = Affiliation(member=member, organization=organization, starts_on=on, in_reason=reason)
    affiliation.full_clean()
    affiliation.save()
    return affiliation


def _end(affiliation: Affiliation, on: date, reason: str) -> None:
    affiliation.ends_on, affiliation.out_reason = on, reason
    affiliation.full_clean()
    affiliation.save(update_fields=["ends_on", "out_reason"])


def _write_down(member: Member, kind: str, on: date, **facts: Any) -> Movement:
    movement = Movement(member=member, kind=kind, happened_on=on, **facts)
    movement.full_clean()
    movement.save()
    return movement
