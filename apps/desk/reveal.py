"""查看号码 — a number in the clear, once, for a reason that is written down."""

from typing import Any

from django.http import HttpResponse

from apps.desk.stories.member import MemberStory
from apps.members.forms import RevealForm
from apps.members.models import Reveal


class MemberPage(MemberStory):
    """党员全貌 with the small form that asks to see a number."""

    form: RevealForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"reveal_form": self.form or RevealForm()}


class RevealPage(MemberPage):
    """The same page; the answer to the form, and only that answer, shows the number."""

    http_method_names = ["post"]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = RevealForm(request.POST)
        if self.form.is_valid():
            self.show(**self.form.cleaned_data)
        return self.render_to_response(self.get_context_data(**kwargs))

    def show(self, item: str, why: str) -> None:
        """Write the reading down, then read."""
        row = self.row()
        Reveal.objects.create(user=self.request.user, member=row, item=item, why=why)
        self.revealed = {item: getattr(row, item) or "（未登记）"}
