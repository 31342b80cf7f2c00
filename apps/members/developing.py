"""发展党员的办理: the steps of one person's file, in order and under the rules (发展党员工作细则)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core.dates import add_months, add_years
from apps.core.history import because
from apps.core.moves import By, Moves, begin, insist_on_why, locked, move
from apps.members import growing, steps, workflow
from apps.members.models import (
    DevelopmentFile,
    DevelopmentQuota,
    DevelopmentSponsor,
    DevelopmentStep,
    Member,
)
from apps.members.steps import Step
from apps.organizations.models import PartyOrganization

Status = DevelopmentFile.Status
Role = DevelopmentSponsor.Role

OPEN = (Status.APPLICATION, Status.ACTIVIST, Status.PROSPECT, Status.ADMISSION, Status.PROBATION)
FILE_MOVES: Moves = {
    here: {Status.STOPPED, *OPEN[number + 1 : number + 2], *([Status.COMPLETED] if number == 4 else [])}
    for number, here in enumerate(OPEN)
}
REACHING = {
    Step.RECOMMENDED: Status.ACTIVIST,
    Step.PROSPECT_NAMED: Status.PROSPECT,
    Step.COMMITTEE_REVIEWED: Status.ADMISSION,
    Step.APPROVED: Status.PROBATION,
    Step.ARCHIVED: Status.COMPLETED,
}
"""Steps that bring the file into its next stage."""
MEETINGS = (Step.MEETING_ACCEPTED, Step.MEETING_CONFIRMED)
APPROVALS = {
    Step.APPROVED: Step.MEETING_ACCEPTED,
    Step.CONFIRMATION_APPROVED: Step.MEETING_CONFIRMED,
}


@transaction.atomic
def open_file(
    member: Member,
    *,
    organization: PartyOrganization,
    on: date,
    by: By,
    quota: DevelopmentQuota | None = None,
) -> DevelopmentFile:
    """递交入党申请书 — the file opens with the application; the person must be eighteen."""
    if Member.objects.counted(on).filter(pk=member.pk).exists():
        raise ValidationError("该人员已是党员。")
    if member.birth_date and on < add_years(member.birth_date, steps.YOUNGEST):
        raise ValidationError({"on": f"申请入党须年满{steps.YOUNGEST}周岁。"})
    file = begin(DevelopmentFile(member=member, organization=organization, opened_on=on, quota=quota), by=by)
    _write(file, Step.APPLIED, on, by=by)
    _advance(file, "入党申请人", on, by=by, applied_on=on)
    return file


@transaction.atomic
def name_sponsor(file: DevelopmentFile, *, member: Member, role: str, on: date, by: By) -> DevelopmentSponsor:
    """确定培养联系人或入党介绍人 — a full member; at most two of each."""
    file = locked(file)
    most = steps.CONTACTS[1] if role == Role.CONTACT else steps.SPONSORS
    if file.sponsors.filter(role=role).count() >= most:
        raise ValidationError(f"{Role(role).label}最多{most}名。")
    row = DevelopmentSponsor(file=file, member=member, role=role, named_on=on)
    row.full_clean()
    with because(by=by):
        row.save()
    return row


@transaction.atomic
def take(file: DevelopmentFile, *, step: int, on: date, by: By, **facts: Any) -> DevelopmentStep:
    """办理一步 — refused out of order, too early, or where the rules make it void.

    Approving the admission admits the person as of the branch meeting and uses one of the quota;
    approving the confirmation makes the person a full member as of the end of probation.
    Raises ``ValidationError``.
    """
    file, step = locked(file), Step(step)
    if file.closed_on:
        raise ValidationError("该档案已结案。")
    taken = _taken(file)
    _insist_on_order(step, on, taken)
    for rule in RULES.get(step, ()):
        rule(file, step, on, taken, facts)
    row = _write(file, step, on, by=by, **facts)
    if step in REACHING:
        closing: dict[str, Any] = {"closed_on": on} if step == Step.ARCHIVED else {}
        file = move(file, REACHING[step], moves=FILE_MOVES, by=by, **closing)
    _let_follow(file, step, on, taken, by=by)
    return row


@transaction.atomic
def extend_probation(file: DevelopmentFile, *, months: int, by: By, why: str) -> DevelopmentFile:
    """延长预备期 — once, for half a year to a year."""
    insist_on_why(why)
    file = locked(file)
    if file.status != Status.PROBATION or Step.MEETING_CONFIRMED in _taken(file):
        raise ValidationError("预备期内、尚未讨论转正的才能延长预备期。")
    if file.extension_months:
        raise ValidationError("预备期只能延长一次。")
    file.extension_months = months
    file.full_clean()
    member = file.member
    member.probation_extended_months = months
    with because(by=by, why=why):
        file.save(update_fields=["extension_months"])
        member.save(update_fields=["probation_extended_months"])
    return file


def stop(file: DevelopmentFile, *, on: date, by: By, why: str) -> DevelopmentFile:
    """终止发展 — with the reason; what was done stays in the file."""
    insist_on_why(why)
    return move(file, Status.STOPPED, moves=FILE_MOVES, by=by, why=why, closed_on=on, closed_reason=why)


def probation_ends_on(file: DevelopmentFile) -> date | None:
    """预备期满之日 — counted from the branch meeting that accepted the person."""
    accepted = _taken(file).get(Step.MEETING_ACCEPTED)
    if accepted is None:
        return None
    return add_months(accepted, steps.PROBATION_MONTHS + (file.extension_months or 0))


def _taken(file: DevelopmentFile) -> dict[Step, date]:
    """The steps taken, each with its day (of repeated ones the first)."""
    rows = file.steps.order_by("-happened_on").values_list("step", "happened_on")
    return {Step(step): day for step, day in rows}


def _insist_on_order(step: Step, on: date, taken: dict[Step, date]) -> None:
    for needed in steps.NEEDED_BEFORE.get(step, ()):
        if needed not in taken:
            raise ValidationError(f"“{needed.label}”之后才能办理“{step.label}”。")
        if taken[needed] > on:
            raise ValidationError({"on": f"日期不能早于“{needed.label}”。"})


def _trained_long_enough(
    file: DevelopmentFile, step: Step, on: date, taken: dict[Step, date], facts: Any
) -> None:
    if on < add_months(taken[Step.RECOMMENDED], steps.TRAINING_AS_ACTIVIST_MONTHS):
        raise ValidationError({"on": "入党积极分子须经过一年以上培养教育和考察。"})


def _contacts_named(file: DevelopmentFile, step: Step, on: date, taken: dict[Step, date], facts: Any) -> None:
    if file.sponsors.filter(role=Role.CONTACT, named_on__lte=on).count() < steps.CONTACTS[0]:
        raise ValidationError("请先登记一至两名正式党员作培养联系人。")


def _sponsors_named(file: DevelopmentFile, step: Step, on: date, taken: dict[Step, date], facts: Any) -> None:
    if file.sponsors.filter(role=Role.SPONSOR, named_on__lte=on).count() != steps.SPONSORS:
        raise ValidationError("请先登记两名正式党员作入党介绍人。")


def _training_sufficient(
    file: DevelopmentFile, step: Step, on: date, taken: dict[Step, date], facts: Any
) -> None:
    enough = (facts.get("days") or 0) >= steps.TRAINING_DAYS
    if not enough and (facts.get("hours") or 0) < steps.TRAINING_HOURS:
        raise ValidationError({"days": "集中培训不少于3天或24个学时。"})


def _vote_carried(file: DevelopmentFile, step: Step, on: date, taken: dict[Step, date], facts: Any) -> None:
    due, present, in_favour = (facts.get(name) for name in ("due", "present", "in_favour"))
    if due is None or present is None or in_favour is None:
        raise ValidationError("支部大会须填写应到会、实到会人数和赞成票。")
    if present * 2 <= due:
        raise ValidationError({"present": "到会有表决权的党员须超过应到会半数。"})
    if in_favour * 2 <= due:
        raise ValidationError({"in_favour": "赞成票须超过应到会有表决权党员的半数。"})


def _approved_by_authority(
    file: DevelopmentFile, step: Step, on: date, taken: dict[Step, date], facts: Any
) -> None:
    operator = facts.get("operator")
    if operator is None or not operator.can_approve_probationary:
        raise ValidationError({"operator": "须由具有审批预备党员权限的党组织审批。"})
    met = taken[APPROVALS[step]]
    if on > add_months(met, steps.LATEST_APPROVAL_MONTHS):
        raise ValidationError({"on": "审批最长不得超过六个月。"})
    late = on > add_months(met, steps.APPROVAL_WITHIN_MONTHS)
    if late and not (facts.get("note") or "").strip():
        raise ValidationError({"note": "超过三个月审批的，请说明特殊情况。"})


def _probation_over(file: DevelopmentFile, step: Step, on: date, taken: dict[Step, date], facts: Any) -> None:
    ends_on = probation_ends_on(file)
    if ends_on and on < ends_on:
        raise ValidationError({"on": f"预备期至{ends_on:%Y-%m-%d}，期满后才能讨论转正。"})


RULES = {
    Step.CONTACTS_NAMED: (_contacts_named,),
    Step.PROSPECT_NAMED: (_trained_long_enough,),
    Step.SPONSORS_NAMED: (_sponsors_named,),
    Step.TRAINED: (_training_sufficient,),
    Step.MEETING_ACCEPTED: (_vote_carried,),
    Step.APPROVED: (_approved_by_authority,),
    Step.MEETING_CONFIRMED: (_probation_over, _vote_carried),
    Step.CONFIRMATION_APPROVED: (_approved_by_authority,),
}


def _write(file: DevelopmentFile, step: Step, on: date, *, by: By, **facts: Any) -> DevelopmentStep:
    row = DevelopmentStep(file=file, step=step, happened_on=on, **facts)
    row.full_clean()
    with because(by=by):
        row.save()
    return row


def _let_follow(file: DevelopmentFile, step: Step, on: date, taken: dict[Step, date], *, by: By) -> None:
    """What a step changes about the person."""
    why = f"发展党员：{step.label}"
    match step:
        case Step.RECOMMENDED:
            _advance(file, "入党积极分子", on, by=by, activist_on=on)
        case Step.PROSPECT_NAMED:
            _advance(file, "发展对象", on, by=by, candidate_on=on)
        case Step.APPROVED:
            met = taken[Step.MEETING_ACCEPTED]
            workflow.admit(file.member, organization=file.organization, on=met, by=by, why=why)
            if file.quota:
                growing.use_quota(file.quota, by=by)
        case Step.CONFIRMATION_APPROVED:
            ends_on = probation_ends_on(file)
            if ends_on:
                workflow.confirm(file.member, on=ends_on, by=by, why=why)


def _advance(file: DevelopmentFile, stage: str, on: date, *, by: By, **days: date) -> None:
    why = "发展党员"
    member = workflow.advance(file.member, stage=stage, on=on, by=by, why=why)
    for name, day in days.items():
        setattr(member, name, day)
    with because(by=by, why=why):
        member.save(update_fields=list(days))
    file.member = member
