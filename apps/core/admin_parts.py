"""后台构件 — what lists, forms and inlines of the administration share."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelect
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest

from apps.core.fields import EncryptedField
from apps.core.form_fields import MaskedField, WordsField
from apps.core.register_form import WithinRemitForm
from apps.core.remit import Remit, RemitQuerySet

DAYS = ("starts_on", "ends_on")


def within(rows: models.QuerySet, remit: Remit) -> models.QuerySet:
    """The rows a remit reaches; reference lists that know no remit are open to every reader."""
    return rows.within(remit) if isinstance(rows, RemitQuerySet) else rows


def is_within(row: models.Model, remit: Remit) -> bool:
    """Whether a remit reaches one row, as it stands in the database now."""
    return remit.is_everything or within(type(row)._default_manager.filter(pk=row.pk), remit).exists()


class WithinRemit(BaseModelAdmin):
    """What lists, forms and inlines share: choices within the remit, secrets masked, lists of words."""

    searched: ClassVar[bool] = False
    """Whether others choose from this register by typing, because it is long."""

    def remit_for(self, request: HttpRequest, verb: str) -> Remit:
        """Where a duty of the reader allows this; of several duties one may only view."""
        return request.user.remit_for(f"{self.opts.app_label}.{verb}_{self.opts.model_name}")

    def reached(self, request: Any, verb: str, row: models.Model | None) -> bool:
        """Whether a duty that allows this reaches the row; a page that asks again is told from memory."""
        if row is None:
            return True
        remembered = vars(request).setdefault("_reached", {})
        key = type(self), verb, row
        if key not in remembered:
            remembered[key] = is_within(row, self.remit_for(request, verb))
        return bool(remembered[key])

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What a dated row says stands before its days."""
        names = list(super().get_fields(request, obj))
        return sorted(names, key=DAYS.__contains__)

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every link to a long register."""
        return [field.name for field in self.opts.fields if field.is_relation and self._is_long(field)]

    def _is_long(self, field: models.Field) -> bool:
        try:
            return getattr(self.admin_site.get_model_admin(field.related_model), "searched", False)
        except NotRegistered:
            return False

    def offered(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        """What a link may be set to."""
        return within(rows, request.remit)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        choices = kwargs.get("queryset", db_field.related_model._default_manager.all())
        kwargs["queryset"] = self.offered(request, choices)
        if self._is_long(db_field) and "widget" not in kwargs:
            kwargs["widget"] = AutocompleteSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, EncryptedField):
            kwargs |= {"form_class": MaskedField, "mask": db_field.mask, "widget": AdminTextInputWidget}
            return db_field.formfield(**kwargs)
        if isinstance(db_field, ArrayField):
            kwargs |= {"form_class": WordsField, "widget": AdminTextInputWidget}
            kwargs.setdefault("help_text", db_field.help_text or "多个用顿号或逗号分隔")
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def masked_display(field: EncryptedField) -> Callable[[models.Model], str]:
    @admin.display(description=field.verbose_name)
    def display(row: models.Model) -> str:
        return field.mask(getattr(row, field.name))

    return display


class WithinRemitFilter(admin.RelatedFieldListFilter):
    """A filter by a link: offers only what is within the reader's remit."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: BaseModelAdmin
    ) -> list[tuple[Any, str]]:
        rows = within(field.related_model._default_manager.all(), request.remit)
        return [(row.pk, str(row)) for row in rows]


class PartInline(WithinRemit, admin.TabularInline):
    """Dated rows or other parts of the main row, edited beside it; who writes them must reach that row."""

    form = WithinRemitForm
    extra = 0
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return within(super().get_queryset(request), request.remit)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and self.reached(request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self.reached(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self.reached(request, "delete", obj)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.remit, formset.form.writer = request.remit, request.user
        formset.form.seen = self.get_queryset(request)
        return formset


class ReadOnlyInline(PartInline):
    """Rows that only a workflow or the main form writes."""

    can_delete = False
    max_num = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever opens the main row sees them with it, as far as the remit reaches."""
        return True
