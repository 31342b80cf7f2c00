"""过期表单 — a form opened before somebody else's change is refused, and both versions are shown.

The version of a row is the number of the last recorded write to it and to each of its dated parts. History
is written by triggers, so no write escapes: not bulk ones, not imports. Use, on any form or model form:

    class OrganizationForm(StaleGuard, forms.ModelForm):
        guarded_parts = ("states", "placings")

and bind it inside a transaction: the row is locked from the check until the write. The page that shows the
form again includes ``pieces/stale.html``; what was typed stays, and saving once more is then a decision.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Model, QuerySet

from apps.core.history import differences

VERSION = "version"
SENTENCE = "您打开此页之后，他人已修改这条记录。请核对下列变动，确认无误后再次保存。"


@dataclass(frozen=True)
class Conflict:
    """冲突 — one field that somebody else changed meanwhile: as opened, as stored now, as typed here."""

    field: str
    opened: str
    stored: str
    typed: str
    at: datetime
    by: str


def version_of(row: Model, parts: tuple[str, ...] = ()) -> str:
    """Numbers of the last writes to ``row`` and to its ``parts`` (names of relations to dated rows)."""
    return ".".join(str(last_write(row, part)) for part in ("", *parts))


def last_write(row: Model, part: str = "") -> int:
    """The number of the last recorded write; 0 before the first."""
    return events(row, part).order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0


def events(row: Model, part: str = "") -> QuerySet:
    """Recorded writes to ``row``, or to its rows of one part."""
    if not part:
        return type(row).pgh_event_model._default_manager.filter(pgh_obj_id=row.pk)
    relation = row._meta.get_field(part)
    recorded = relation.related_model.pgh_event_model._default_manager
    return recorded.filter(**{relation.field.attname: row.pk})


class StaleGuard(forms.BaseForm):
    """A form that knows which version of its row it was opened on."""

    guarded_parts: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: list[Conflict] = []
        row = self.guarded_row()
        if row is not None and row.pk and not row._state.adding:
            self.fields[VERSION] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=version_of(row, self.guarded_parts)
            )

    def guarded_row(self) -> Model | None:
        """The row the form changes; plain forms keep it as ``row``."""
        return getattr(self, "instance", None) or getattr(self, "row", None)

    def clean(self) -> Any:
        cleaned = super().clean()
        if VERSION in self.fields:
            self._refuse_if_stale(self.cleaned_data.pop(VERSION, ""))
        return cleaned

    def _refuse_if_stale(self, opened: str) -> None:
        row = self.guarded_row()
        if connection.in_atomic_block:
            type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
        current = version_of(row, self.guarded_parts)
        if opened == current:
            return
        self.conflicts = list(self._conflicts(row, opened))
        self.data = self.data.copy()
        self.data[self.add_prefix(VERSION)] = current
        self.add_error(None, forms.ValidationError(SENTENCE, code="stale"))

    def _conflicts(self, row: Model, opened: str) -> Iterator[Conflict]:
        numbers = dict(zip(("", *self.guarded_parts), opened.split("."), strict=False))
        for part, number in numbers.items():
            since = int(number) if number.isdecimal() else 0
            for event in events(row, part).filter(pgh_id__gt=since).select_related("pgh_context"):
                yield from self._of(event, part)

    def _of(self, event: Any, part: str) -> Iterator[Conflict]:
        recorded = type(event)._default_manager.filter(pgh_obj_id=event.pgh_obj_id)
        before = recorded.filter(pgh_id__lt=event.pgh_id).order_by("-pgh_id").first()
        by = name_of((event.pgh_context.metadata if event.pgh_context else {}).get("by"))
        for found in differences(event, before):
            if found.name == "id" or (part and not _says_something(event, found.name)):
                continue
            yield Conflict(
                found.field, found.before, found.after, self._typed(found.name), event.pgh_created_at, by
            )

    def _typed(self, name: str) -> str:
        if name not in self.fields:
            return ""
        value = self.cleaned_data.get(name)
        choices = dict(getattr(self.fields[name], "choices", None) or ()) if isinstance(value, str) else {}
        return "" if value is None else str(choices.get(value, value))


def _says_something(event: Any, name: str) -> bool:
    return name != getattr(event.pgh_tracked_model, "owner_field", None)


def name_of(key: int | None) -> str:
    """Who: the name on the account; nothing for a command or a job."""
    return (
        ""
        if key is None
        else get_user_model()._default_manager.filter(pk=key).values_list("name", flat=True).first() or ""
    )
