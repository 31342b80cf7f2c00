"""导出名册 — the people a list shows, as a roster that can be handed in again; in full only for a purpose."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from apps.core import clock
from apps.core.proof import Proved
from apps.core.sheets import XLSX_TYPE
from apps.desk.lists.members import Members
from apps.desk.reveal import REVEAL
from apps.members.importing.listing_out import ListingOut
from apps.members.models import Reveal

MOST = 500


class RosterForm(forms.Form):
    """Masked as a rule; in the clear for a purpose that is written down."""

    full = forms.BooleanField(
        label="含完整号码", required=False, help_text="不勾选的，号码和备注用星号遮盖，仍可再次导入"
    )
    why = forms.CharField(
        label="用途", max_length=90, required=False, help_text="含完整号码的必填，并留下记录"
    )

    def clean(self) -> dict[str, Any]:
        """In the clear only for a purpose."""
        said = super().clean() or {}
        if said.get("full") and len(said.get("why", "")) < 2:
            self.add_error("why", "请填写用途。")
        return said


class MemberRosterExport(Proved, Members):
    """The list's own filters decide who is in it."""

    permission_required = ("members.view_member", "members.export_member")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(RosterForm())

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RosterForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        if not form.cleaned_data["full"]:
            return self._file(masked=True)
        if not self.request.user.has_perm(REVEAL):
            form.add_error("full", "您的职责不含查看完整号码。")
        elif self.count() > MOST:
            form.add_error("full", f"一次最多导出{MOST}人的完整号码，请先筛选。")
        if form.errors:
            return self._page(form)
        return self._in_full(form.cleaned_data["why"])

    def count(self) -> int:
        """How many people the filters leave."""
        return self.found().count()

    def _in_full(self, why: str) -> HttpResponse:
        """Written down before it is handed out."""
        Reveal.objects.create(
            user=self.request.user, item=Reveal.Item.ID_NUMBER, why=f"导出名册：{why}", found=self.count()
        )
        return self._file(masked=False)

    def _file(self, *, masked: bool) -> HttpResponse:
        out = ListingOut(self.remit, clock.today(), masked=masked)
        data = out.workbook(self.found().iterator(chunk_size=2_000))
        name = content_disposition_header(
            as_attachment=True, filename=f"党员名册_{clock.today():%Y%m%d}.xlsx"
        )
        return HttpResponse(data, content_type=XLSX_TYPE, headers={"Content-Disposition": name})

    def _page(self, form: RosterForm) -> HttpResponse:
        return render(self.request, "desk/member_roster.html", {"form": form, "count": self.count()})
