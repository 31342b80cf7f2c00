"""抢先 — two people with one form open: what each would send, and what becomes of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.test import RequestFactory

from apps.accounts.models import User
from apps.core.admin import RegisterAdmin
from apps.core.remit import Remit
from tests.administration import sent

CHANGES: dict[type[forms.Field], Callable[[int], Any]] = {
    forms.CharField: lambda serial: f"所写之{serial}",
    forms.DateField: lambda serial: date(2026, 1, 1) + timedelta(serial % 320),
    forms.DecimalField: lambda serial: 1 + serial % 80,
    forms.FloatField: lambda serial: 1 + serial % 80,
    forms.IntegerField: lambda serial: 2001 + serial % 25,
}
"""What somebody writes into a field, by its kind: never the same twice running."""
_serials = count(1)
NEVER_TYPED = {"version", "why", "effective_on"}


@dataclass(frozen=True)
class Pair:
    """A form open before two people, and what each of them sends."""

    row: Model
    form_class: type[forms.ModelForm]
    sent: tuple[dict[str, Any], dict[str, Any]]

    def save(self, place: int) -> forms.ModelForm:
        """What the server does with what one of them sends."""
        with transaction.atomic():
            row = _anew(self.row)
            form = self.form_class(self.sent[place], instance=row)
            if form.is_valid():
                form.save()
            return form


def registers(user: User) -> Iterator[tuple[str, RegisterAdmin, HttpRequest]]:
    """Every register whose form somebody may change."""
    request = RequestFactory().get("/")
    request.user, request.remit = user, Remit.everything()
    for model, shown in sorted(admin.site._registry.items(), key=lambda each: each[0]._meta.label_lower):
        if isinstance(shown, RegisterAdmin) and shown.has_change_permission(request):
            yield model._meta.label_lower, shown, request


def opened(
    shown: RegisterAdmin, request: HttpRequest, row: Model, places: tuple[int, int] = (0, 1)
) -> Pair | None:
    """The form of a row, opened twice, with the first field that takes the change of either."""
    form_class: Any = shown.get_form(request, row, change=True)
    form = form_class(instance=_anew(row))
    for name, values in _changeable(form):
        mine, theirs = (_filled(form) | {name: value} for value in values)
        trials = [
            form_class(sent, instance=type(row)._base_manager.get(pk=row.pk)) for sent in (mine, theirs)
        ]
        if all(trial.is_valid() and name in trial.changed_data for trial in trials):
            return Pair(row, form_class, (mine, theirs))
    return None


def _anew(row: Model) -> Model:
    return type(row)._base_manager.get(pk=row.pk)


def _changeable(form: forms.ModelForm) -> Iterator[tuple[str, tuple[Any, Any]]]:
    model_fields = {field.name for field in form.instance._meta.concrete_fields}
    for name, field in form.fields.items():
        if name in NEVER_TYPED or name not in model_fields or field.disabled:
            continue
        if isinstance(field, forms.ChoiceField):
            said = [key for key, _ in field.choices if key not in ("", None, form[name].value())]
            if len(said) > 1 and not isinstance(field, forms.ModelChoiceField | forms.MultipleChoiceField):
                yield name, (said[0], said[1])
        elif written := CHANGES.get(type(field)):
            yield name, (written(next(_serials)), written(next(_serials)))


def _filled(form: forms.ModelForm) -> dict[str, Any]:
    return {name: value for name, value in sent(form).items() if value is not None and value is not False}
