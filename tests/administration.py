"""后台表单 — what a browser would send back from a page of the administration."""

from typing import Any

from django.http import HttpResponse


def typed(response: HttpResponse, **changes: Any) -> dict[str, Any]:
    """The form as it was opened, with changes."""
    form = response.context["adminform"].form
    data = {form.add_prefix(name): form[name].value() for name in form.fields}
    for inline in response.context["inline_admin_formsets"]:
        for part in [inline.formset.management_form, *inline.formset.forms]:
            data |= {part.add_prefix(name): part[name].value() for name in part.fields}
    data |= changes
    return {name: value for name, value in data.items() if value is not None and value is not False}
