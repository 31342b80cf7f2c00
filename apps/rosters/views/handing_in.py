"""选择和上传 — which roster, for what, as of which day; the file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from apps.rosters import holding
from apps.rosters.forms import HandInForm
from apps.rosters.intake import Looked, Taken, look, take_in
from apps.rosters.reading import Busy, FileRefused
from apps.rosters.registry import Kind
from apps.rosters.situation import Plan
from apps.rosters.views.gate import STEPS, XLSX, ImportPage, kinds_for
from apps.rosters.writing import template


class Start(ImportPage):
    """选择 — the rosters one may import, and what waits to be finished."""

    def get(self, request: HttpRequest) -> HttpResponse:
        own = holding.own(request.user).waiting().defer("content")
        shown = {"kinds": kinds_for(request.user), "waiting": own[:10], "steps": STEPS}
        return render(request, "rosters/start.html", shown)


class HandIn(ImportPage):
    """上传 — each file becomes an upload of its own."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        kind = self.kind(code)
        return self._page(kind, self._form(kind))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        kind = self.kind(code)
        form = self._form(kind)
        if not form.is_valid():
            return self._page(kind, form)
        plan = form.plan()
        taken, refused = self._taken(form, kind, plan)
        if refused:
            form.add_error(None, refused)
            return self._page(kind, form)
        if any(goes_on for _, goes_on in taken):
            messages.info(request, "退回修改的名册已接着原来的批次核对。")
        if len(taken) > 1:
            messages.success(request, f"收到{len(taken)}个文件，请逐个核对。")
            return redirect("rosters:uploads")
        ((upload, goes_on),) = taken
        return redirect("rosters:review" if goes_on else "rosters:columns", upload.pk)

    def _taken(self, form: HandInForm, kind: Kind, plan: Plan) -> tuple[list[Taken], str]:
        """What was taken in, and why the first one that was not even looked at was not."""
        by, looked, refused = self.request.user, list[Looked](), ""
        try:
            for name, data in form.handed_in():
                looked.append(look(data, name, kind, plan, by=by, after=looked))
        except (FileRefused, Busy) as sent_away:
            refused = f"{sent_away}。{f'前{len(looked)}个文件已收下。' if looked else ''}"
        return [take_in(one, by=by) for one in looked], refused

    def _form(self, kind: Kind) -> HandInForm:
        data = (self.request.POST, self.request.FILES) if self.request.method == "POST" else (None, None)
        return HandInForm(*data, kind=kind, offers=kind.offers(self.remit(kind)))

    def _page(self, kind: Kind, form: HandInForm) -> HttpResponse:
        columns = [column for column in kind.roster.columns.values() if column.template or column.aside]
        shown = {"kind": kind, "form": form, "columns": columns, "steps": STEPS}
        return render(self.request, "rosters/hand_in.html", shown)


class BlankTemplate(ImportPage):
    """空白模板 — with drop-downs and notes."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        kind = self.kind(code)
        name = content_disposition_header(as_attachment=True, filename=f"{kind.title}模板.xlsx")
        return HttpResponse(template(kind.roster), content_type=XLSX, headers={"Content-Disposition": name})
