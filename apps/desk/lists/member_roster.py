"""导出名册 — the people a list shows, as a roster that can be handed in again; always for a purpose."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from apps.core import clock, people
from apps.core.proof import Proved
from apps.core.sheets import file_name
from apps.core.takeouts import Parcel
from apps.core.taking_out import hand, purpose_field
from apps.core.watermark import watermark
from apps.desk.lists.members import Members
from apps.desk.reveal import REVEAL
from apps.members.importing.listing_out import ListingOut, columns

TITLE = "党员名册"


class RosterForm(forms.Form):
    """Masked as a rule; in the clear for those who may read numbers."""

    full = forms.BooleanField(
        label="含完整号码", required=False, help_text="不勾选的，号码和备注用星号遮盖，仍可再次导入"
    )
    purpose = purpose_field()


class MemberRosterExport(Proved, Members):
    """The list's own filters decide who is in it."""

    permission_required = ("members.view_member", "members.export_member")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(RosterForm())

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RosterForm(request.POST)
        if form.is_valid() and form.cleaned_data["full"] and not request.user.has_perm(REVEAL):
            form.add_error("full", "您的职责不含查看完整号码。")
        if form.errors:
            return self._page(form)
        purpose = form.cleaned_data["purpose"]
        return hand(request, self._parcel(purpose, is_full=form.cleaned_data["full"]), purpose)

    def _parcel(self, purpose: str, *, is_full: bool) -> Parcel:
        """The roster as it stands, and who is in it."""
        found = list(self.found())
        headings = [column.title for column in columns()]
        mark = watermark(self.request.user, rows=len(found), columns=len(headings), purpose=purpose)
        out = ListingOut(self.remit, clock.today(), masked=not is_full)
        return Parcel(
            title=TITLE,
            file_name=file_name(TITLE, "xlsx"),
            data=out.workbook(found, mark),
            columns=headings,
            rows=len(found),
            people=frozenset(people.keys(found, (people.OWN,))),
            permissions=(*self.permission_required, *((REVEAL,) if is_full else ())),
            is_full=is_full,
        )

    def _page(self, form: RosterForm) -> HttpResponse:
        said = {"form": form, "count": self.found().count(), "most": settings.EXPORT_APPROVAL_ABOVE}
        return render(self.request, "desk/member_roster.html", said)
