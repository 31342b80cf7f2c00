"""后台中的流转 — registers whose rows move through a workflow.

A new row may begin at any state, so that what was handled before can be entered; afterwards only the moves of
its workflow change it, on the pages that make them.
"""

from typing import Any

from django.http import HttpRequest

from apps.core.admin import RegisterAdmin
from apps.core.dated_form import WHY
from apps.core.moves import write_down


class MovedAdmin(RegisterAdmin):
    """A register with a ``status`` that workflows write."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """``status`` is shown and stays; left out of the form, its constraints would be left out too."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj and "status" in form.base_fields:
            form.base_fields["status"].disabled = True
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            write_down(obj, was="", by=request.user, why=request.POST.get(WHY, "").strip())
