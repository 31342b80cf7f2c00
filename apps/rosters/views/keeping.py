"""入库 — begun here, done at once or by the worker; how far it has come; or given up instead."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.core.once import nothing_done
from apps.rosters import jobs, workflow
from apps.rosters.models import Job, Upload
from apps.rosters.views.gate import UploadPage, WaitingPage, review_address


class Keep(WaitingPage):
    """All rows or none, or the good ones with the rest left for repair: as the clerk says."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.kind(self.upload.roster)
        try:
            job = jobs.start(self.upload, Job.Task.KEEP, by=request.user, whole="whole" in request.POST)
        except ValidationError as refused:
            messages.error(request, "".join(refused.messages))
            return redirect(review_address(self.upload))
        job.refresh_from_db()
        return after(request, job)


class Working(UploadPage):
    """办理中 — true progress; the page may be closed, the work goes on."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = jobs.latest(self.upload)
        if job is None:
            return redirect(review_address(self.upload))
        if job.is_open:
            return render(request, "rosters/working.html", self.context(job=job, left=_left(job)))
        answer = after(request, job)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": answer["Location"]})
        return answer


def after(request: HttpRequest, job: Job) -> HttpResponse:
    """Where a clerk goes on from here."""
    if job.is_open:
        return redirect("rosters:working", job.upload_id)
    if job.state == Job.State.FAILED:
        messages.error(request, job.message)
        return nothing_done("rosters:uploads" if job.task == Job.Task.CHECK else review_address(job.upload))
    if job.task == Job.Task.CHECK:
        return redirect(review_address(job.upload))
    if Upload.objects.filter(pk=job.upload_id, state=Upload.State.KEPT).exists():
        messages.success(request, f"已{job.act}。")
    return redirect("rosters:receipt", job.upload_id)


def _left(job: Job) -> str:
    """还需约2分钟"""
    if job.remaining is None:
        return ""
    minutes, seconds = divmod(job.remaining, 60)
    return f"还需约{minutes}分{seconds}秒" if minutes else f"还需约{max(seconds, 1)}秒"


class Abandon(WaitingPage):
    """放弃 — the file is deleted at once."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        workflow.abandon(self.upload, by=request.user)
        messages.success(request, "已放弃，文件已删除。")
        return redirect("rosters:uploads")
