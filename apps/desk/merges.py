"""合并重复 — propose that two rows are one thing, review the pair, carry it out or refuse it, undo it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView

from apps.core import merging
from apps.core.access import add_refusal, reachable
from apps.core.addressing import key_in
from apps.core.exports import resource_for
from apps.core.form_fields import ReasonField
from apps.core.links import address
from apps.core.models import Merge
from apps.core.text import tidy
from apps.desk.search import REGISTERS, Register, beside, matching
from apps.organizations import workflow as organizations

MERGEABLE = ("member", "enterprise", "organization")
CANDIDATES = 30
CARRYING = {"organizations.partyorganization": (organizations.merge, organizations.undo_merge)}


class Choice(forms.ModelChoiceField):
    """A row told apart from its namesakes."""

    def __init__(self, request: Any, **kwargs: Any) -> None:
        super().__init__(widget=forms.RadioSelect, empty_label=None, **kwargs)
        self.request = request

    def label_from_instance(self, row: Any) -> str:
        return "　".join(filter(None, [f"{row}（编号{row.pk}）", beside(row, self.request)]))


class ProposeForm(forms.Form):
    """Which other row is the same thing, and why."""

    why = ReasonField(min_length=2, max_length=200)

    def __init__(self, *args: Any, candidates: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"dropped": Choice(request, label="与哪一条重复", queryset=candidates), **self.fields}


class Propose(PermissionRequiredMixin, FormView):
    """提出合并"""

    request: Any

    form_class = ProposeForm
    template_name = "desk/propose_merge.html"

    @property
    def register(self) -> Register:
        kind = self.kwargs["kind"]
        if kind not in MERGEABLE:
            raise Http404
        return REGISTERS[kind]

    def get_permission_required(self) -> tuple[str]:
        return (self.register.permission.replace("view_", "change_"),)

    def kept(self) -> Any:
        """The row that stays, as the address names it."""
        asked = key_in(self.request.GET.get("kept", ""))
        return get_object_or_404(reachable(self.register.model, self.request, "change"), pk=asked)

    def words(self) -> str:
        return tidy(self.request.GET.get("q", "")) or str(getattr(self.kept(), self.register.name))

    def get_form_kwargs(self) -> dict[str, Any]:
        found = matching(self.register, self.words(), self.request).exclude(pk=self.kept().pk)
        keys = list(found.values_list("pk", flat=True)[:CANDIDATES])
        candidates = reachable(self.register.model, self.request, "change").filter(pk__in=keys)
        return super().get_form_kwargs() | {"candidates": candidates, "request": self.request}

    def form_valid(self, form: ProposeForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            merging.propose(self.kept(), said["dropped"], why=said["why"], by=self.request.user)
        except ValidationError as refused:
            add_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "已提出合并，等待复核。")
        return redirect(address(self.kept()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = self.kept()
        more = {"kept": kept, "words": self.words(), "back": address(kept), "label": self.register.label}
        return super().get_context_data(**kwargs) | more


class Merges(PermissionRequiredMixin, TemplateView):
    """合并列表"""

    request: Any

    permission_required = "core.view_merge"
    template_name = "desk/merges.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("state")
        state = asked if asked in Merge.State.values else Merge.State.PROPOSED
        rows = Merge.objects.within(self.request.remit)
        tabs = [
            (code, label, rows.filter(state=code).count(), f"?state={code}")
            for code, label in Merge.State.choices
        ]
        found = [(merge, *merge.pair()) for merge in rows.filter(state=state)[:100]]
        return super().get_context_data(**kwargs) | {"tabs": tabs, "state": state, "found": found}


class Review(PermissionRequiredMixin, TemplateView):
    """复核一项合并 — both rows side by side, what would move, and the decision."""

    request: Any
    permission_required = "core.change_merge"
    template_name = "desk/merge.html"

    def merge(self) -> Merge:
        return get_object_or_404(Merge.objects.within(self.request.remit), pk=self.kwargs["pk"])

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        merge = self.merge()
        try:
            messages.success(request, self.decide(merge, request.POST.get("decision", "")))
        except ValidationError as refused:
            messages.error(request, "".join(refused.messages))
        return redirect("desk:merge", merge.pk)

    def decide(self, merge: Merge, decision: str) -> str:
        """Carry out, refuse or undo; answers what was done."""
        carry_out, undo = CARRYING.get(merge.model, (merging.carry_out, merging.undo))
        by, why = self.request.user, tidy(self.request.POST.get("why", ""))
        if decision == "undo" and not why:
            raise ValidationError("撤销合并须填写理由。")
        if decision == "carry_out":
            carry_out(merge, by=by)
            return "已合并。"
        if decision == "refuse":
            merging.refuse(merge, by=by)
            return "已记为不予合并，两条都保留。"
        if decision == "undo":
            undo(merge, by=by, why=why)
            return "已撤销合并，两条记录恢复原状。"
        raise ValidationError("请选择办理方式。")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        merge = self.merge()
        kept, dropped = merge.pair()
        waits = merge.state == Merge.State.PROPOSED
        return super().get_context_data(**kwargs) | {
            "merge": merge,
            "kept": kept,
            "dropped": dropped,
            "rows": list(compared(kept, dropped)),
            "moves": merging.preview(merge) if waits else [],
            "set_aside": len(merge.record.get("set_aside", [])),
            "waits": waits,
            "done": merge.state == Merge.State.DONE,
            "kept_address": address(kept) if kept.merged_into_id is None else "",
        }


def compared(kept: Model, dropped: Model) -> Iterator[tuple[str, Any, Any, bool]]:
    """Label, both values and whether they differ, for everything that either says; secret items masked."""
    resource = resource_for(type(kept))()
    for column in resource.get_export_fields():
        ours, theirs = column.export(kept), column.export(dropped)
        if ours not in ("", None) or theirs not in ("", None):
            yield column.column_name, ours, theirs, ours != theirs
