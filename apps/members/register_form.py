"""党员登记表单 — a person judged as a roster row is, and a new one entered with standing and affiliation."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from apps.core import clock
from apps.core.dated import in_force
from apps.core.dated_form import EFFECTIVE_ON, DatedForm
from apps.core.identifiers import judge_id_number, judge_mobile
from apps.core.judgement import Issue
from apps.members import workflow
from apps.members.alike import insist_on_free_number
from apps.members.consistency import inconsistencies
from apps.members.models import Member, Movement
from apps.members.models.member import FULL, NORMAL, PROBATIONARY

ENTRIES = [
    (kind.value, kind.label)
    for kind in (
        Movement.Kind.ENTERED,
        Movement.Kind.OPENING,
        Movement.Kind.TRANSFER_IN,
        Movement.Kind.ADMITTED,
        Movement.Kind.RESTORED,
    )
]


def change_standing(member: Member, *, on: date, by: Any, why: str, stage: str, party_status: str) -> None:
    """The moves that need no more than a day; the others have forms of their own, with branch and letter."""
    now = member.standings.filter(in_force(on)).first()
    if party_status != (now.party_status if now else NORMAL):
        raise ValidationError({"party_status": "出党、停止党籍、死亡、恢复党籍请在党员页面办理。"})
    if stage == PROBATIONARY:
        raise ValidationError({"stage": "接收预备党员须同时确定党支部，请在党员页面办理。"})
    if stage == FULL:
        workflow.confirm(member, on=on, by=by, why=why)
    else:
        workflow.advance(member, stage=stage, on=on, by=by, why=why)


class MemberForm(DatedForm):
    """``organization`` and ``entry`` are asked of a new person only; later there are transfers."""

    entry = forms.ChoiceField(label="增减类别", choices=ENTRIES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[Issue] = []
        if not self.is_new:
            del self.fields["organization"], self.fields["entry"]

    def clean_id_number(self) -> str | None:
        """The number put right, unless somebody has it; outside the remit one sentence says it all."""
        number = judge_id_number(self.cleaned_data.get("id_number")).value or self.cleaned_data.get(
            "id_number"
        )
        if number:
            insist_on_free_number(number, remit=self.remit, by=self.writer, besides=self.instance.pk)
        return number

    def clean_mobile(self) -> str | None:
        typed = self.cleaned_data.get("mobile")
        return judge_mobile(typed).value or typed

    def clean(self) -> Any:
        cleaned = super().clean()
        facts = self.cleaned_data | {"member_category": self.cleaned_data.get("stage")}
        for issue in inconsistencies(facts, clock.today()):
            # What was wrong before and was not touched must not stand in the way of other corrections.
            if (
                issue.blocks
                and issue.field in self.fields
                and (self.is_new or issue.field in self.changed_data)
            ):
                self.add_error(issue.field, ValidationError(issue.message, code=issue.code))
            else:
                self.warnings.append(issue)
        return cleaned

    def save_parts(self, *, by: Any) -> None:
        """A new person enters with standing, affiliation and movement; of others standings change."""
        if not self.is_new:
            return super().save_parts(by=by)
        return workflow.enter(
            self.instance,
            stage=self.cleaned_data["stage"],
            party_status=self.cleaned_data["party_status"],
            organization=self.cleaned_data.get("organization"),
            kind=self.cleaned_data.get("entry") or Movement.Kind.ENTERED,
            on=self.cleaned_data.get(EFFECTIVE_ON) or clock.today(),
            by=by,
        )
