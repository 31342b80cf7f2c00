"""撤销导入 — what would go back and what would stay, before; what did, afterwards; and the way back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from apps.core.addressing import PAGE, page_size
from apps.core.once import nothing_done
from apps.core.undoing import Told
from apps.rosters import jobs, undoing
from apps.rosters.forms import WhyForm
from apps.rosters.kept_rows import kept_table
from apps.rosters.models import Job, Undo
from apps.rosters.undoing import Outlook
from apps.rosters.views.gate import UploadPage
from apps.rosters.views.keeping import after


class UndoPage(PermissionRequiredMixin, UploadPage):
    """Shows what would happen, asks why, and lets the work begin."""

    permission_required = undoing.PERMISSION
    act = "撤销"

    def takes_back(self) -> Undo | None:
        """The undo to be taken back; nothing where the upload itself is."""
        return None

    def outlook(self) -> Outlook:
        """What would be written back, and what would stay."""
        return undoing.look(self.upload, remit=undoing.remit_of(self.request.user, self.upload))

    def may_be_done(self) -> bool:
        """Whether there is anything to be taken back."""
        return undoing.may_be_undone(self.upload)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(WhyForm()) if self.may_be_done() else self._receipt()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = WhyForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        undone = self.takes_back()
        said = {"why": form.cleaned_data["why"]} | ({"takes_back": undone.pk} if undone else {})
        try:
            job = jobs.start(self.upload, Job.Task.UNDO, by=request.user, **said)
        except ValidationError as refused:
            messages.error(request, "".join(refused.messages))
            return self._receipt()
        job.refresh_from_db()
        return after(request, job)

    def _receipt(self) -> HttpResponse:
        return nothing_done("rosters:receipt", self.upload.pk)

    def _page(self, form: forms.Form) -> HttpResponse:
        outlook = self.outlook()
        counts = [[count.name, count.added, count.changed, count.removed] for count in outlook.counts]
        shown = {"act": self.act, "form": form, "outlook": outlook, "counts": counts}
        return render(
            self.request, "rosters/undo.html", self.context(**shown, **_kept(outlook.kept, self.request))
        )


class RedoPage(UndoPage):
    """恢复 — an undo is taken back, the latest first."""

    act = "恢复"

    def takes_back(self) -> Undo:
        return get_object_or_404(self.upload.undos.filter(takes_back=None), pk=self.kwargs["undo"])

    def outlook(self) -> Outlook:
        return undoing.look_back(self.takes_back(), remit=undoing.remit_of(self.request.user, self.upload))

    def may_be_done(self) -> bool:
        return self.takes_back() == self.upload.undo_in_force


class UndoRecord(UploadPage):
    """撤销记录 — one undo: who, when, why, what was written back and what stayed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        undone = get_object_or_404(self.upload.undos.select_related("by"), pk=self.kwargs["undo"])
        told = [Told.read(stored) for stored in undone.kept]
        shown = {"undo": undone, "is_latest": undone == self.upload.undo_in_force}
        return render(request, "rosters/undone.html", self.context(**shown, **_kept(told, request)))


def _kept(told: list[Told], request: HttpRequest) -> dict[str, Any]:
    page = Paginator(told, page_size(request.GET)).get_page(request.GET.get(PAGE))
    return {"page_obj": page, "kept": kept_table(list(page.object_list), request) if told else ""}
