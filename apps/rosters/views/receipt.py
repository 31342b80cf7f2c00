"""回执 — what became of an upload: counts, what was created, who, when, the file's fingerprint."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.rosters.views.gate import UploadPage


class Receipt(UploadPage):
    """For every upload that is done with."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.upload.is_waiting:
            return redirect("rosters:review", pk)
        shown = {
            "created": self.upload.result.get("created", {}).items(),
            "written": self.upload.result.get("written", {}).items(),
            "refused_rows": self.upload.result.get("refused", []),
        }
        return render(request, "rosters/receipt.html", self.context(**shown))
