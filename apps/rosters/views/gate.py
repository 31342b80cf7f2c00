"""进门 — who may import what, and whose uploads one sees."""

from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.generic import View

from apps.core.remit import Remit
from apps.rosters import holding, reading, registry, workflow
from apps.rosters.models import Upload
from apps.rosters.reading import queueing
from apps.rosters.situation import Plan

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = ("选择", "上传", "识别", "核对", "入库", "回执")


def kinds_for(user: Any) -> list[registry.Kind]:
    """Rosters whose register the user may import into."""
    return [kind for kind in registry.kinds() if user.has_perm(kind.permission)]


class ImportPage(AccessMixin, View):
    """A page of somebody who may import at least one roster."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated or not kinds_for(request.user):
            return self.handle_no_permission()
        try:
            with queueing.for_a_page():
                return self.instead() or super().dispatch(request, *args, **kwargs)
        except reading.Busy as busy:
            return render(request, "rosters/busy.html", {"sentence": str(busy)}, status=503)

    def instead(self) -> HttpResponse | None:
        """What is answered where the page cannot be shown."""
        return None

    def kind(self, code: str) -> registry.Kind:
        """The roster the address names; missing for whoever may not import it."""
        found = next((kind for kind in kinds_for(self.request.user) if kind.code == code), None)
        if found is None:
            raise Http404
        return found

    def remit(self, kind: registry.Kind) -> Remit:
        """Where the user may import: of several duties, only those that allow it."""
        reach: Remit = self.request.user.remit_for(kind.permission)
        return reach


class UploadPage(ImportPage):
    """A page about one upload; others' uploads are missing, but for a remit over everything."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self._upload: Upload | None = None

    @property
    def upload(self) -> Upload:
        """The upload the address names."""
        if self._upload is None:
            remit: Remit = self.request.remit
            seen = holding.seen_by(self.request.user, remit).defer("content", "outcome")
            self._upload = get_object_or_404(seen.select_related("owner"), pk=self.kwargs["pk"])
        return self._upload

    @property
    def plan(self) -> Plan:
        """What has been chosen about it."""
        return workflow.plan_of(self.upload)

    @property
    def is_own(self) -> bool:
        """Whether the reader handed it in."""
        return bool(self.upload.owner_id == self.request.user.pk)

    def context(self, **more: Any) -> dict[str, Any]:
        """What every page about an upload shows."""
        kind = self.kind(self.upload.roster)
        return {"upload": self.upload, "is_own": self.is_own, "kind": kind, "steps": STEPS} | more


class WaitingPage(UploadPage):
    """A page of an upload that is still to be decided; one that is done with shows its receipt instead."""

    def instead(self) -> HttpResponse | None:
        return None if self.upload.is_waiting else redirect("rosters:receipt", self.upload.pk)


def review_address(upload: Upload) -> str:
    """Where an upload is checked."""
    return reverse("rosters:review", args=[upload.pk])
