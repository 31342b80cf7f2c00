"""回执 — what became of an upload: counts, layout, who, when, the file's fingerprint, and its undos."""

from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from apps.core.proof import Proved
from apps.rosters import jobs, undoing, workflow
from apps.rosters.models import Upload
from apps.rosters.reading import FileRefused
from apps.rosters.registry import Kind
from apps.rosters.views.gate import XLSX, UploadPage


class Returned(Proved, UploadPage):
    """退表 — the clerk's own file back, with what became of each row; to nobody else: it says all numbers."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        remit = self.remit(self.kind(self.upload.roster))
        if not self.is_own or not self.upload.content:
            raise Http404
        # Checking writes into the audit log, and whoever has written there may not wait for a file.
        if self.upload.is_waiting and not jobs.is_at_hand(self.upload, by=request.user):
            return redirect("rosters:review", pk)
        try:
            data = workflow.give_back(self.upload, remit=remit)
        except FileRefused as refused:
            raise Http404 from refused
        name = f"{PurePath(self.upload.file_name).stem}（导入结果）.xlsx"
        said = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
        workflow.write_down(self.upload, by=request.user, result="取回", fingerprint=sha256(data).hexdigest())
        return HttpResponse(data, content_type=XLSX, headers=said)


class Receipt(UploadPage):
    """For every upload that is done with."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.upload.is_waiting:
            return redirect("rosters:review", pk)
        result = self.upload.result
        may_undo = undoing.may_be_undone(self.upload) and request.user.has_perm(undoing.PERMISSION)
        shown = {
            "created": result.get("created", {}).items(),
            "written": result.get("written", {}).items(),
            "has_file": self.is_own
            and Upload.objects.with_file().filter(pk=pk, outcome__isnull=False).exists(),
            "refused_rows": result.get("refused", []),
            "sheets": _sheets(result.get("sheets", []), self.kind(self.upload.roster)),
            "undos": self.upload.undos.select_related("by"),
            "may_undo": may_undo,
            "is_undone": self.upload.undo_in_force is not None,
        }
        return render(request, "rosters/receipt.html", self.context(**shown))


def _sheets(stored: list[dict[str, Any]], kind: Kind) -> list[tuple[str, str, str]]:
    """Name, heading rows and what each column was taken for."""
    columns = kind.roster.columns
    return [
        (
            sheet["name"] or "—",
            "、".join(str(row) for row in sheet["header_rows"]),
            "，".join(
                f"{letter} {columns[field].title if field in columns else field}"
                for letter, field in sheet["columns"].items()
            ),
        )
        for sheet in stored
    ]
