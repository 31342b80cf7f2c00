"""核实一条预警 — 已核实 or 不适用 with a note and until when; or let it be raised again."""

from typing import Any

from django import forms
from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from apps.chains.alerts.alert import Alert
from apps.chains.alerts.clearing import clear, raise_again
from apps.chains.alerts.finding import UNKNOWN
from apps.chains.alerts.kinds import ALERTS, GENERAL
from apps.chains.models import Clearance
from apps.chains.scope import Scope
from apps.core import clock
from apps.core.access import FormPage
from apps.core.dates import add_months
from apps.core.form_fields import ReasonField

AGAIN = "again"
USUAL = 3  # 月：默认有效期


class ClearingForm(forms.Form):
    """核实"""

    verdict = forms.ChoiceField(label="结论", choices=Clearance.Verdict.choices)
    note = ReasonField(label="说明", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    until = forms.DateField(
        label="有效期至",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="到这一天重新预警，最长一年",
    )

    def __init__(self, *args: Any, remit: Any, clearance: Clearance | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = add_months(clock.today(), USUAL)
        if clearance:
            verdict: Any = self.fields["verdict"]
            verdict.choices = [*Clearance.Verdict.choices, (AGAIN, "撤回核实，重新预警")]
            said = {"verdict": clearance.verdict, "note": clearance.note, "until": clearance.ends_on}
            self.initial = {**said, **self.initial}


class Clear(FormPage):
    """核实预警"""

    form_class = ClearingForm
    heading = "核实预警"
    done = "已登记核实结果。"

    @property
    def alert(self) -> Alert:
        """The kind the address names."""
        if self.kwargs["kind"] not in ALERTS:
            raise Http404
        return ALERTS[self.kwargs["kind"]]

    def get_permission_required(self) -> tuple[str, ...]:
        return (GENERAL, self.alert.view, "chains.add_clearance")

    def row(self) -> Model:
        """A row the kind speaks of, within the remit."""
        rows = self.alert.found(Scope.everything(self.remit), self.remit, clock.today())
        found: Model = get_object_or_404(rows.select_related(), pk=self.kwargs["pk"])
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        self.object = self.row()
        standing = Clearance.objects.in_force(clock.today()).filter(alert=self.alert.code, key=self.object.pk)
        self.clearance = standing.first()
        return super().get_form_kwargs() | {"clearance": self.clearance}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        reason = self.alert.reasons([self.object], clock.today()).get(self.object.pk, UNKNOWN)
        return context | {
            "row": self.object,
            "note": f"{self.alert.name}：{reason.text}。建议：{self.alert.action}。",
        }

    def act(self, said: dict[str, Any]) -> None:
        if said["verdict"] == AGAIN and self.clearance:
            raise_again(self.clearance, by=self.request.user)
            return
        clear(self.alert, self.object, by=self.request.user, **said)

    def back(self) -> str:
        return f"{reverse('desk:alerts')}?kind={self.alert.code}"

    def get_success_url(self) -> str:
        return self.back()
