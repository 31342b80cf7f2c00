"""筛选 — what the filter bars of our lists are made of."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Model, Q, QuerySet
from django.forms import DateInput, HiddenInput, TextInput

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
    searched: tuple[str, ...] = ()
    """Fields any of which may hold the words typed."""

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
        return rows.filter(reduce(or_, (Q(**{f"{name}__icontains": words}) for name in self.searched)))


def choice(label: str, choices: Any, field_name: str | None = None, **kwargs: Any) -> Any:
    """One choice of a fixed list."""
    return django_filters.ChoiceFilter(
        field_name=field_name, label=label, choices=choices, empty_label=NO_CHOICE, **kwargs
    )


def coded(model: type[Model], name: str) -> Any:
    """One of the codes of a field."""
    field: Any = model._meta.get_field(name)
    return choice(str(field.verbose_name), field.flatchoices, name)


def chosen(model: type[Model], label: str, field_name: str | None = None, **kwargs: Any) -> Any:
    """One row of another register, offered within the reader's remit."""
    return django_filters.ModelChoiceFilter(
        field_name=field_name, label=label, queryset=choices_of(model), empty_label=NO_CHOICE, **kwargs
    )


def pointed_at(model: type[Model], label: str, field_name: str | None = None, **kwargs: Any) -> Any:
    """One row of a register too long to offer: only links from its page name it."""
    return chosen(model, label, field_name, widget=HiddenInput, **kwargs)


class BelowFilter(django_filters.ModelChoiceFilter):
    """One row of a tree; whatever stands at it or below it."""

    def filter(self, rows: QuerySet, value: Any) -> QuerySet:
        return rows.filter(**{f"{self.field_name}__path__startswith": value.path}) if value else rows


def below(model: type[Model], label: str, field_name: str) -> Any:
    """At or below one row of a tree, offered within the reader's remit."""
    return BelowFilter(field_name=field_name, label=label, queryset=choices_of(model), empty_label=NO_CHOICE)


def since(label: str, field_name: str) -> Any:
    """From a day on, that day included."""
    return _day(f"{label}起", field_name, "gte")


def until(label: str, field_name: str) -> Any:
    """Up to a day, that day included."""
    return _day(f"{label}止", field_name, "lte")


def _day(label: str, field_name: str, lookup: str) -> Any:
    widget = DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return django_filters.DateFilter(field_name=field_name, lookup_expr=lookup, label=label, widget=widget)
