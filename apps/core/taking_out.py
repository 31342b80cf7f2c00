"""取出文件 — how a page hands over rows as a file.

Rows that speak of nobody come at once. Where people stand in them the reader says what for; the file carries
that on every sheet, the audit log keeps its fingerprint, and above a number of people somebody else approves
it first (``core.takeouts``). A page mixes in ``TakingOut`` and makes the table.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from apps.core import people, takeouts
from apps.core.audit.recording import record
from apps.core.exports import RegisterResource
from apps.core.form_fields import ReasonField
from apps.core.models import AuditEntry
from apps.core.proof import Proved
from apps.core.sheets import Cell, as_file, file_name, written
from apps.core.watermark import watermark

MINE = "desk:takeouts"
FORMATS = (("xlsx", "Excel 工作簿"), ("csv", "CSV 文本"))


@dataclass(frozen=True)
class Table:
    """What goes into a file: headings, lines, and whom the lines speak of."""

    title: str
    headings: Sequence[str]
    lines: Sequence[Sequence[Cell]]
    people: Iterable[int] = ()


def purpose_field() -> ReasonField:
    """用途"""
    return ReasonField(label="用途", min_length=2, max_length=90)


class PurposeForm(forms.Form):
    """What a file of people is taken out for."""

    purpose = purpose_field()


def answer(
    request: Any, *, title: str, permissions: Sequence[str], of_people: bool, make: Callable[[], Table]
) -> HttpResponse:
    """The file; for one of people, the page that asks what for, and then the file."""
    if request.method != "POST":
        return _asking(request, title, PurposeForm()) if of_people else _at_once(request, make())
    if not of_people:
        return HttpResponseNotAllowed(["GET"])
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _asking(request, title, form)
    return _for_a_purpose(request, make(), permissions, form.cleaned_data["purpose"])


def hand(request: Any, parcel: takeouts.Parcel, purpose: str) -> HttpResponse:
    """A file of people: at once, or after somebody has approved it."""
    if not parcel.needs_approval:
        takeouts.hand_over(parcel, by=request.user, purpose=purpose)
        return as_file(parcel.data, parcel.file_name)
    takeouts.ask_for(parcel, by=request.user, purpose=purpose)
    said = f"共{len(parcel.people)}人，超过{settings.EXPORT_APPROVAL_ABOVE}人，已提交审批；批准后在这里下载。"
    messages.info(request, said)
    return redirect(MINE)


def _at_once(request: Any, table: Table) -> HttpResponse:
    mark = watermark(request.user, rows=len(table.lines), columns=len(table.headings))
    kind = _kind(request)
    data = written(table.headings, table.lines, title=table.title, kind=kind, mark=mark)
    record(
        AuditEntry.Action.EXPORT,
        by=request.user,
        subject=table.title,
        result="导出",
        rows=len(table.lines),
        columns=list(table.headings),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return as_file(data, file_name(table.title, kind))


def _for_a_purpose(request: Any, table: Table, permissions: Sequence[str], purpose: str) -> HttpResponse:
    mark = watermark(request.user, rows=len(table.lines), columns=len(table.headings), purpose=purpose)
    kind = _kind(request)
    parcel = takeouts.Parcel(
        title=table.title,
        file_name=file_name(table.title, kind),
        data=written(table.headings, table.lines, title=table.title, kind=kind, mark=mark),
        columns=table.headings,
        rows=len(table.lines),
        people=frozenset(table.people),
        permissions=tuple(permissions),
    )
    return hand(request, parcel, purpose)


def _asking(request: HttpRequest, title: str, form: forms.Form) -> HttpResponse:
    most = settings.EXPORT_APPROVAL_ABOVE
    return render(
        request, "pieces/take_out.html", {"title": title, "form": form, "most": most, "formats": FORMATS}
    )


def _kind(request: HttpRequest) -> str:
    return str(request.POST.get("format") or request.GET.get("format", ""))


class TakingOut(Proved):
    """A page that answers with a file. Mixed in before the page whose rows it takes out."""

    request: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """At once, or the question what for."""
        if not self.may_take_out():
            raise PermissionDenied
        return answer(
            request,
            title=self.file_title(),
            permissions=self.proving(),
            of_people=self.speaks_of_people(),
            make=self.table,
        )

    post = get

    def may_take_out(self) -> bool:
        """What the page asks beyond its permissions."""
        return True

    def proving(self) -> Sequence[str]:
        """The permissions by which whoever asks for the file holds what is in it."""
        return self.get_permission_required()  # type: ignore[attr-defined]

    def file_title(self) -> str:
        """What the file is called."""
        raise NotImplementedError

    def speaks_of_people(self) -> bool:
        """Whether people stand in its rows."""
        raise NotImplementedError

    def table(self) -> Table:
        """Its rows."""
        raise NotImplementedError


def download(
    request: Any, resource: type[RegisterResource], rows: QuerySet, permissions: Sequence[str]
) -> HttpResponse:
    """The rows of a register as the columns of its resource say them."""
    paths = people.links(rows.model)
    title = str(rows.model._meta.verbose_name)

    def make() -> Table:
        dataset = resource().export(rows)
        named = rows.order_by().values_list(*paths) if paths else ()
        found = {key for keys in named for key in keys if key is not None}
        return Table(title, dataset.headers, list(dataset), found)

    return answer(request, title=title, permissions=permissions, of_people=bool(paths), make=make)
