"""导出 — rows of a register as a file: exactly the rows shown, inert, with what is secret masked.

A register is exported by a ``RegisterResource`` (django-import-export); most need none of
their own (``resource_for``). ``core.taking_out`` asks what a file is for and hands it over.
Every text is a text cell; only numbers are numbers; a csv, which knows no types, marks with ``'`` what a
spreadsheet would otherwise calculate or round.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import DateField, Field, Model, QuerySet
from import_export import fields, resources

from apps.core.fields import EncryptedField
from apps.core.formatting import minute
from apps.core.sheets import Cell

PRECISIONS = {"Y": "%Y", "M": "%Y-%m", "D": "%Y-%m-%d"}


def said(value: Any) -> Cell:
    """A value as people read it; numbers stay numbers, nothing is empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float, Decimal)):
        return value
    if isinstance(value, (list, tuple)):
        return "、".join(str(said(part)) for part in value)
    if isinstance(value, datetime):
        return minute(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def label_in(choices: Any) -> Callable[[Any], Cell]:
    """How a code is said: by its label (of a ``TextChoices``, or of pairs)."""
    labels = dict(getattr(choices, "choices", choices))
    return lambda value: said(labels.get(value, value))


class Column(fields.Field):
    """One exported column: its heading, where its value comes from (a path), how that is said."""

    def __init__(self, heading: str, attribute: str, say: Callable[[Any], Cell] = said) -> None:
        super().__init__(attribute=attribute, column_name=heading, readonly=True)
        self.say = say

    def export(self, instance: Model, **kwargs: Any) -> Cell:
        """The cell of one row."""
        return self.say(self.get_value(instance))


class PartlyKnownDate(Column):
    """A date that may be known to the month or the year only."""

    def export(self, instance: Model, **kwargs: Any) -> Cell:
        """As much of the day as is known."""
        day = self.get_value(instance)
        return f"{day:{PRECISIONS[getattr(instance, f'{self.attribute}_precision')]}}" if day else ""


class RegisterResource(resources.ModelResource):
    """The columns of one register, headed as its form labels them. Never used to import."""

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Field, readonly: bool) -> Column:
        """A model field's column."""
        heading = str(django_field.verbose_name)
        if isinstance(django_field, EncryptedField):
            return Column(heading, field_name, django_field.mask)
        if isinstance(django_field, DateField) and hasattr(cls._meta.model, f"{field_name}_precision"):
            return PartlyKnownDate(heading, field_name)
        return Column(
            heading, field_name, label_in(django_field.flatchoices) if django_field.choices else said
        )

    def filter_export(self, queryset: QuerySet, **kwargs: Any) -> QuerySet:
        """Fetch what the columns point to together with the rows."""
        if not isinstance(queryset, QuerySet):
            return queryset
        concrete = {field.name for field in queryset.model._meta.concrete_fields if field.is_relation}
        named = {column.attribute.split("__")[0] for column in self.fields.values()}
        wanted = sorted(concrete & named)
        if wanted and queryset.query.select_related is not True:
            queryset = queryset.select_related(*wanted)
        return queryset


def resource_for(model: type[Model], *names: str, **columns: Column) -> type[RegisterResource]:
    """The resource of a register: these model fields (all that say something, if none), and more columns."""
    shown = tuple(dict.fromkeys([*(names or _telling(model)), *columns]))
    meta = {"fields": shown, "export_order": shown}
    return resources.modelresource_factory(model, RegisterResource, meta, columns)


def _telling(model: type[Model]) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and not field.name.endswith("_precision")
    )


def may_export(user: Any, model: type[Model]) -> bool:
    """Whether any duty of the user exports this register."""
    return user.has_perm(f"{model._meta.app_label}.export_{model._meta.model_name}")
