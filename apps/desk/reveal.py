"""查看号码 — a number in the clear, once, for a reason that is written down."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from apps.core import proof
from apps.core.audit.recording import record
from apps.core.models import AuditEntry
from apps.desk.stories.member import MemberStory
from apps.members.forms import RevealForm
from apps.members.models import Reveal

REVEAL = "members.add_reveal"  # 集群党委书记 reads names; numbers stay masked


class MemberPage(MemberStory):
    """党员全貌 with the small form that asks to see a number, for whoever may."""

    form: RevealForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = (self.form or RevealForm()) if self.may(REVEAL) else None
        asked = {"reveal_form": form, "is_proved": proof.is_proved(self.request)}
        return super().get_context_data(**kwargs) | asked


class RevealPage(MemberPage):
    """The same page; the answer to the form, and only that answer, shows the number."""

    permission_required = REVEAL

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Asked for again without the form: the page itself, everything masked."""
        return redirect("members:member", self.row().pk)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = RevealForm(request.POST)
        if not proof.is_proved(request):
            return proof.ask(request, back=reverse("members:member", args=[self.row().pk]))
        if self.form.is_valid():
            self.show(**self.form.cleaned_data)
        return self.render_to_response(self.get_context_data(**kwargs))

    def show(self, item: str, why: str) -> None:
        """Write the reading down, then read."""
        row = self.row()
        Reveal.objects.create(user=self.request.user, member=row, item=item, why=why)
        told = {"item": Reveal.Item(item).label, "why": why}
        record(AuditEntry.Action.REVEAL, by=self.request.user, subject=f"党员{row.pk}", **told)
        self.revealed = {item: getattr(row, item) or "（未登记）"}
