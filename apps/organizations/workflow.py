"""组织链的变动: founding, kinds and statuses, units served, coverage, terms."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from apps.clusters.models import Enterprise
from apps.core import merging
from apps.core.dated import close, hold, insist_on_reason, succeed
from apps.core.history import because
from apps.core.models import Merge
from apps.organizations import tree
from apps.organizations.kinds import FUNCTIONAL, TERM_YEARS, TypeCode
from apps.organizations.models import (
    ClusterBody,
    Coverage,
    OrganizationState,
    OrganizationUnit,
    PartyOrganization,
    TermExtension,
)

Status = OrganizationState.Status
LONGEST_EXTENSION = timedelta(days=366)  # 延期一般不超过一年（关于党的基层组织任期的意见）


@transaction.atomic
def found(
    *,
    full_name: str,
    type_code: str,
    on: date,
    by: models.Model | None,
    parent: PartyOrganization | None = None,
    units: Iterable[Enterprise] = (),
    covered_by: Iterable[ClusterBody] = (),
    **facts: Any,
) -> PartyOrganization:
    """成立党组织 — the organisation with its kind, superior, units and coverage from ``on``.

    ``on`` is the first day it is known to stand; ``established_on`` may lie before.
    Raises ``ValidationError`` for wrong facts or a superior it may not stand under.
    """
    facts.setdefault("is_functional", type_code in FUNCTIONAL)
    if not facts["is_functional"]:
        facts.setdefault("term_years", TERM_YEARS.get(TypeCode(type_code)))
    organization = PartyOrganization(full_name=full_name, **facts)
    organization.full_clean(exclude=["path"])
    with because(by=by):
        organization.save()
        _open_state(organization, type_code, on)
        tree.place(organization, parent, on=on, by=by)
        for enterprise in units:
            serve(organization, enterprise, on=on, by=by)
        for body in covered_by:
            cover(organization, body, on=on, by=by)
    return organization


def _open_state(organization: PartyOrganization, type_code: str, on: date) -> None:
    state = OrganizationState(organization=organization, type_code=type_code, starts_on=on)
    state.full_clean()
    state.save()


@transaction.atomic
def change_state(
    organization: PartyOrganization, *, on: date, by: models.Model | None, why: str = "", **values: Any
) -> models.Model:
    """变更类别或状态 — ``type_code``, ``status`` from a day on."""
    insist_on_reason(on, why)
    if values.get("type_code") in FUNCTIONAL and not organization.is_functional:
        raise ValidationError({"type_code": "不是功能型党组织，不能改为这个类别。"})
    with because(by=by, why=why):
        return succeed(organization.states, on=on, **values)


@transaction.atomic
def dissolve(organization: PartyOrganization, *, on: date, by: models.Model | None, why: str = "") -> None:
    """撤销 — end its state, its units and its coverage.

    Whoever calls this has seen that no member belongs to it any more (``members.workflow.dissolve``).
    """
    change_state(organization, on=on, by=by, why=why, status=Status.DISSOLVED)
    with because(by=by, why=why):
        for rows in (organization.units, organization.coverages):
            close(rows, on=on)


@transaction.atomic
def serve(
    organization: PartyOrganization, enterprise: Enterprise, *, on: date, by: models.Model | None
) -> OrganizationUnit:
    """设为所在单位; the link already in force is answered again."""
    with because(by=by):
        return hold(OrganizationUnit, on=on, organization=organization, enterprise=enterprise)


@transaction.atomic
def cover(
    organization: PartyOrganization,
    body: ClusterBody,
    *,
    on: date,
    by: models.Model | None,
    role: str = Coverage.Role.MEMBER,
) -> Coverage:
    """纳入覆盖; the coverage already in force is answered again."""
    if body.organization_id == organization.pk:
        raise ValidationError("集群党委不能覆盖自己。")
    with because(by=by):
        return hold(Coverage, on=on, body=body, organization=organization, defaults={"role": role})


@transaction.atomic
def end(row: models.Model, *, on: date, by: models.Model | None, why: str = "") -> None:
    """结束一项关系 — a unit served, a coverage, an action branch."""
    insist_on_reason(on, why)
    row.ends_on = on  # type: ignore[attr-defined]
    row.full_clean()
    with because(by=by, why=why):
        row.save(update_fields=["ends_on"])


@transaction.atomic
def begin_term(
    organization: PartyOrganization, *, on: date, years: int, by: models.Model | None, why: str = ""
) -> None:
    """换届 — a new term begins; the kinds of organisation that hold no elections refuse."""
    if organization.is_functional:
        raise ValidationError("功能型党组织不换届。")
    organization.term_starts_on, organization.term_years = on, years
    organization.full_clean()
    with because(by=by, why=why):
        organization.save(update_fields=["term_starts_on", "term_years"])


@transaction.atomic
def extend_term(
    organization: PartyOrganization,
    *,
    until: date,
    approval_no: str,
    approved_on: date,
    by: models.Model | None,
) -> TermExtension:
    """延期换届 — with the approval of the superior, at most one year."""
    if until - approved_on > LONGEST_EXTENSION:
        raise ValidationError({"until": "延期一般不超过1年。"})
    extension = TermExtension(
        organization=organization, until=until, approval_no=approval_no, approved_on=approved_on
    )
    extension.full_clean()
    with because(by=by):
        extension.save()
    return extension


@transaction.atomic
def merge(proposed: Merge, *, by: models.Model | None) -> Merge:
    """合并重复的党组织, and let what stood under the one given up stand under the other."""
    done = merging.carry_out(proposed, by=by)
    tree.settle()
    return done


@transaction.atomic
def undo_merge(done: Merge, *, by: models.Model | None, why: str) -> Merge:
    """撤销合并"""
    undone = merging.undo(done, by=by, why=why)
    tree.settle()
    return undone
