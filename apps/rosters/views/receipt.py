"""回执 — what became of an upload: counts, what was created, who, when, the file's fingerprint."""

from pathlib import PurePath

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from apps.rosters import workflow
from apps.rosters.models import Upload
from apps.rosters.reading import FileRefused
from apps.rosters.views.gate import XLSX, UploadPage


class Returned(UploadPage):
    """退表 — the clerk's own file back, with what became of each row."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.upload.content:
            raise Http404
        try:
            data = workflow.give_back(self.upload, remit=self.remit(self.kind(self.upload.roster)))
        except FileRefused as refused:
            raise Http404 from refused
        name = f"{PurePath(self.upload.file_name).stem}（导入结果）.xlsx"
        said = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
        return HttpResponse(data, content_type=XLSX, headers=said)


class Receipt(UploadPage):
    """For every upload that is done with."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.upload.is_waiting:
            return redirect("rosters:review", pk)
        shown = {
            "created": self.upload.result.get("created", {}).items(),
            "written": self.upload.result.get("written", {}).items(),
            "has_file": Upload.objects.with_file().filter(pk=pk, outcome__isnull=False).exists(),
            "refused_rows": self.upload.result.get("refused", []),
        }
        return render(request, "rosters/receipt.html", self.context(**shown))
