"""撤销修改 — one change to a person, an organisation or an enterprise, seen before it is undone.

Whoever takes it back may write the same by hand: the same fields, numbers that are free, within the remit.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404
from django.urls import reverse

from apps.clusters.models import Enterprise
from apps.core.access import Act
from apps.core.acting import ActForm, reason_field
from apps.core.admin_parts import is_within
from apps.core.history import Change
from apps.core.links import address
from apps.core.refusals import LEFT_REMIT
from apps.core.tables import Cell, Heading, table
from apps.core.undoing.one import Reversal, going_back, reversals, take_back, told
from apps.members.alike import insist_on_free_number
from apps.members.models import Member
from apps.organizations.models import PartyOrganization

KINDS: dict[str, type[Model]] = {
    "member": Member,
    "organization": PartyOrganization,
    "enterprise": Enterprise,
}


def way_back(kind: str, row: Model, request: Any) -> Any:
    """For the panel of changes: where one of them is taken back, for whoever may write what it wrote."""
    names = by_hand(row, request)

    def href(change: Change) -> str:
        is_update = change.action == "修改" and not change.what
        may = is_update and any(one.name in names for one in change.differences)
        return reverse("desk:take_back", args=[kind, row.pk, change.event]) if may else ""

    return href


def by_hand(row: Model, request: Any) -> frozenset[str]:
    """The fields the reader may write in the row's own form."""
    register: Any = admin.site.get_model_admin(type(row))
    return frozenset(register.by_hand(request, row))


class TakeBackForm(ActForm):
    """Which fields that somebody changed since go back too, and why."""

    chosen = forms.MultipleChoiceField(
        label="后来又改过的，仍改回",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选的保持现在的值",
    )
    why = reason_field(required=True, help_text="")

    def __init__(self, *args: Any, found: list[Reversal], by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found, self.by = found, by
        field: Any = self.fields["chosen"]
        conflicts = [one for one in found if one.is_conflict]
        field.choices = [
            (one.name, f"{one.label}：{told(one.now, one.field)} → {told(one.back, one.field)}")
            for one in conflicts
        ]
        if not conflicts:
            del self.fields["chosen"]

    def clean(self) -> Any:
        """A number goes back as it would be typed: nobody else has it (C02)."""
        said = super().clean()
        taken = going_back(self.found, self.cleaned_data.get("chosen", ()))
        self.cleaned_data["taken"] = taken
        number = next((one.back for one in taken if one.name == "id_number"), None)
        if number:
            insist_on_free_number(number, remit=self.remit, by=self.by, besides=self.row.pk)
        return said


class TakeBack(Act):
    """撤销一次修改"""

    heading, button, done = "撤销修改", "撤销", "已撤销。"
    form_class = TakeBackForm
    template_name = "desk/take_back.html"

    @property
    def model(self) -> type[Model]:  # type: ignore[override]
        """What the address says it is about; 404 for what has no such page."""
        try:
            return KINDS[self.kwargs["kind"]]
        except KeyError as error:
            raise Http404 from error

    def get_permission_required(self) -> tuple[str, ...]:
        """Whoever may change the row; which fields of it, its form says."""
        meta = self.model._meta
        return tuple(f"{meta.app_label}.{verb}_{meta.model_name}" for verb in ("view", "change"))

    def event(self) -> Any:
        """The update the address names; 404 for others, and for one that left nothing to take back."""
        recorded = self.model.pgh_event_model._default_manager  # type: ignore[attr-defined]
        found = recorded.filter(pgh_id=self.kwargs["event"], pgh_obj_id=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        said = super().get_form_kwargs()
        self.found = reversals(self.object, self.event(), by_hand(self.object, self.request))
        if not self.found:
            raise Http404
        return said | {"found": self.found, "by": self.request.user}

    def act(self, said: dict[str, Any]) -> None:
        take_back(self.object, said["taken"], by=self.request.user, why=said["why"])
        if not is_within(self.object, self.remit):
            raise ValidationError(LEFT_REMIT)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"preview": preview(self.found)}

    def back(self) -> str:
        return address(self.row())

    def get_success_url(self) -> str:
        return self.back()


def preview(found: list[Reversal]) -> Any:
    """Field by field: what the change made of it, what it says now, what it would say again."""
    headings = [Heading(label) for label in ("字段", "当时改为", "现在", "撤销后", "说明")]
    return table(headings, [_line(one) for one in found])


def _line(one: Reversal) -> list[object]:
    note = "已是原值" if one.is_done else "后来又改过，选中才改回" if one.is_conflict else ""
    values = [Cell(told(value, one.field), tone="wrap") for value in (one.made, one.now, one.back)]
    return [one.label, *values, Cell(note, tone="warn" if one.is_conflict else "")]
