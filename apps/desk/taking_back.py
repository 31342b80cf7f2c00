"""撤销修改 — one change to a person, an organisation or an enterprise, seen before it is undone."""

from typing import Any

from django import forms
from django.db.models import Model
from django.http import Http404
from django.urls import reverse

from apps.clusters.models import Enterprise
from apps.core.access import Act
from apps.core.acting import ActForm, reason_field
from apps.core.history import Change
from apps.core.links import address
from apps.core.tables import Cell, Heading, table
from apps.core.undoing.one import Reversal, reversals, take_back, told
from apps.members.models import Member
from apps.organizations.models import PartyOrganization

KINDS: dict[str, type[Model]] = {
    "member": Member,
    "organization": PartyOrganization,
    "enterprise": Enterprise,
}


def way_back(kind: str, row: Model, request: Any) -> Any:
    """For the panel of changes: where one of them is taken back, for whoever may change the row."""
    meta = row._meta
    may = request.user.has_perm(f"{meta.app_label}.change_{meta.model_name}")

    def href(change: Change) -> str:
        is_update = may and change.action == "修改" and not change.what
        return reverse("desk:take_back", args=[kind, row.pk, change.event]) if is_update else ""

    return href


class TakeBackForm(ActForm):
    """Which fields that somebody changed since go back too, and why."""

    chosen = forms.MultipleChoiceField(
        label="后来又改过的，仍改回",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选的保持现在的值",
    )
    why = reason_field(required=True, help_text="")

    def __init__(self, *args: Any, conflicts: list[Reversal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.choices = [
            (one.name, f"{one.label}：{told(one.now, one.field)} → {told(one.back, one.field)}")
            for one in conflicts
        ]
        if not conflicts:
            del self.fields["chosen"]


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
        """Whoever may change the row by hand."""
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
        self.found = reversals(self.object, self.event())
        if not self.found:
            raise Http404
        return said | {"conflicts": [one for one in self.found if one.is_conflict]}

    def act(self, said: dict[str, Any]) -> None:
        chosen = said.get("chosen", ())
        take_back(self.object, self.event(), chosen=chosen, by=self.request.user, why=said["why"])

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
