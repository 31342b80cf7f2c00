"""后台表单 — what a browser would send back from a page of the administration."""

from typing import Any

from django.forms import BaseForm, MultiWidget
from django.http import HttpResponse


def typed(response: HttpResponse, **changes: Any) -> dict[str, Any]:
    """The form as it was opened, with changes."""
    form = response.context["adminform"].form
    data = sent(form)
    for inline in response.context["inline_admin_formsets"]:
        for part in [inline.formset.management_form, *inline.formset.forms]:
            data |= sent(part)
    data |= changes
    return {name: value for name, value in data.items() if value is not None and value is not False}


def sent(form: BaseForm) -> dict[str, Any]:
    """What the fields of a form would send; a day and its hour are two fields of one."""
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        sender, value = form.add_prefix(name), form[name].value()
        if isinstance(field.widget, MultiWidget):
            parts = field.widget.decompress(value)
            data |= {f"{sender}_{number}": part for number, part in enumerate(parts)}
        else:
            data[sender] = value
    return data
