"""筛选 — what the filter bars of our lists are made of."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Model, QuerySet
from django.forms import TextInput

from apps.core.access import reachable
from apps.core.text import compact

NO_CHOICE = "全部"


def choices_of(model: type[Model]) -> Callable[[Any], QuerySet]:
    """Rows to choose from: those within the reader's remit."""
    return lambda request: reachable(model, request)


class RegisterFilter(django_filters.FilterSet):
    """A filter bar: one search box, then choices; every choice may be left open."""

    q = django_filters.CharFilter(label="查找", method="search", widget=TextInput(attrs={"type": "search"}))
    placeholder = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["q"].widget.attrs["placeholder"] = self.placeholder
        for field in self.form.fields.values():
            if hasattr(field, "empty_label"):
                field.empty_label = NO_CHOICE

    def search(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Rows that the words typed stand for."""
        return self.matching(rows, compact(value)) if value.strip() else rows

    def matching(self, rows: QuerySet, words: str) -> QuerySet:
        """Rows that ``words``, folded and without spaces, stand for."""
        raise NotImplementedError


def choice(label: str, choices: Any, field_name: str | None = None, **kwargs: Any) -> Any:
    """One choice of a fixed list."""
    return django_filters.ChoiceFilter(
        field_name=field_name, label=label, choices=choices, empty_label=NO_CHOICE, **kwargs
    )
