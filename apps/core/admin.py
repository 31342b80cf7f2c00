"""登记后台 — the one shape of every register in the administration.

Lists, opens, offers, exports and saves only what is within the reader's remit; what is outside is
missing. A row that saving would carry out of the writer's remit is not saved, and the form says so.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from apps.core import people, proof
from apps.core.admin_parts import WithinRemit, is_within, masked_display, within
from apps.core.dated_form import EFFECTIVE_ON, WHY, DatedForm, DatedPart
from apps.core.exports import RegisterResource, may_export, resource_for
from apps.core.fields import EncryptedField
from apps.core.history import Change, because, changes
from apps.core.refusals import LEFT_REMIT, refusal_of
from apps.core.register_form import RegisterForm
from apps.core.taking_out import download


class RegisterAdmin(WithinRemit, admin.ModelAdmin):
    """One register. ``dated_parts`` are the fields a date can change; ``kept`` rows are never removed."""

    form = RegisterForm
    dated_parts: ClassVar[tuple[DatedPart, ...]] = ()
    dated_heading: ClassVar[str] = "随时间变化的内容"
    kept: ClassVar[bool] = False
    resource: ClassVar[type[RegisterResource] | None] = None
    list_per_page = 50
    list_select_related: ClassVar[tuple[str, ...]] = ()
    show_full_result_count = False
    actions = ("export_chosen",)
    view_on_site = False
    change_form_template = "admin/register_form.html"
    object_history_template = "admin/register_history.html"

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self.secrets = [field for field in model._meta.fields if isinstance(field, EncryptedField)]
        for field in self.secrets:
            setattr(self, f"masked_{field.name}", masked_display(field))

    def masked(self, names: Iterable[Any]) -> tuple[Any, ...]:
        """The names with those of secrets replaced by what may be shown (names may stand in groups)."""
        secret = {field.name for field in self.secrets}
        return tuple(
            (f"masked_{name}" if name in secret else name) if isinstance(name, str) else self.masked(name)
            for name in names
        )

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        return self.masked(super().get_list_display(request))

    def get_list_select_related(self, request: HttpRequest) -> tuple[str, ...]:
        """What the list shows of other rows is fetched with it, optional links too."""
        fields = {field.name for field in self.opts.fields if field.is_relation}
        shown = (name for name in self.get_list_display(request) if name in fields)
        return (*shown, *self.list_select_related)

    # What is within

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return within(super().get_queryset(request), self.remit_for(request, "view"))

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Missing and foreign are one: 404, as on every page."""
        raise Http404

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self.reached(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = not self.kept and super().has_delete_permission(request, obj)
        return may and self.reached(request, "delete", obj)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Nobody asks by what is secret, nor by its digests."""
        binary = {field.name for field in self.opts.fields if isinstance(field, models.BinaryField)}
        return lookup.split("__")[0] not in binary and super().lookup_allowed(lookup, value, request)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """A year outside the calendar is a lookup that cannot be."""
        try:
            return super().get_changelist_instance(request)
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters from error

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Rows are removed one by one, each after seeing what hangs on it."""
        return {
            name: action for name, action in super().get_actions(request).items() if name != "delete_selected"
        }

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> Any:
        """Initials are stored in small letters and typed in either."""
        typed = search_term.strip()
        return super().get_search_results(request, queryset, typed.lower() if typed.isalpha() else typed)

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets = list(super().get_fieldsets(request, obj))
        # The form of a new row opens to nobody but those who may add it.
        may_write = obj is None or self.has_change_permission(request, obj)
        if not may_write:
            fieldsets = [
                (heading, box | {"fields": self.masked(box["fields"])}) for heading, box in fieldsets
            ]
        dated = tuple(name for part in self.dated_parts for name in part.fields)
        asked = (EFFECTIVE_ON, WHY) if may_write else ()
        return [*fieldsets, (self.dated_heading, {"fields": (*dated, *asked)})] if dated else fieldsets

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The main row's own fields; those of the dated parts stand in a box of their own."""
        parted = {name for part in self.dated_parts for name in part.fields} | {EFFECTIVE_ON, WHY}
        return [name for name in super().get_fields(request, obj) if name not in parted]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        base = DatedForm if self.dated_parts and self.form is RegisterForm else self.form
        attributes = {
            "remit": request.remit,
            "seen": self.get_queryset(request),
            "writer": request.user,
            "refusal": getattr(request, "refusal", None),
            "guarded_parts": self._guarded_parts(request, obj),
        }
        # A declared field that is only shown would otherwise still be read from the request.
        shown = self.get_readonly_fields(request, obj)
        attributes |= dict.fromkeys(name for name in base.declared_fields if name in shown)
        if self.dated_parts:
            declared = self.declared_fields(request, obj)
            typed = {name: field for name, field in declared.items() if name not in shown}
            attributes |= {"dated_parts": self.dated_parts} | typed
        kwargs["form"] = type(base)(base.__name__, (base,), attributes)
        return super().get_form(request, obj, change=change, **kwargs)

    def declared_fields(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Form fields of the dated parts: not the main row's, yet narrowed and drawn like them."""
        return {
            name: self.formfield_for_dbfield(field, request)
            for part in self.dated_parts
            for name, field in part.model_fields(self.model).items()
        }

    def _guarded_parts(self, request: HttpRequest, obj: Any) -> tuple[str, ...]:
        """Relations whose changes make an open form stale: the dated parts, and the inlines."""
        inlined = [inline.model for inline in self.get_inlines(request, obj)]
        named = [relation.name for relation in self.opts.related_objects if relation.related_model in inlined]
        return tuple(dict.fromkeys([*(part.relation for part in self.dated_parts), *named]))

    def by_hand(self, request: HttpRequest, obj: Any) -> frozenset[str]:
        """The fields of a row that the reader may write in its form."""
        if not self.has_change_permission(request, obj):
            return frozenset()
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        return frozenset(shown).difference(self.get_readonly_fields(request, obj))

    # Saving

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Save, or show the form again with what refused it; in that case nothing is written."""
        try:
            with transaction.atomic(), because(by=request.user, why=request.POST.get(WHY, "").strip()):
                return super().changeform_view(request, object_id, form_url, extra_context)
        except (ValidationError, IntegrityError) as error:
            inlined = [inline.model for inline in self.inlines]
            parts = [part.model_of(self.model) for part in self.dated_parts]
            request.refusal = refusal_of(error, self.model, *parts, *inlined)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if isinstance(form, DatedForm):
            form.save_parts(by=request.user)
        connection.check_constraints()
        # A row that is gone from the writer's sight could not even be corrected by the writer.
        if not is_within(form.instance, self.remit_for(request, "change" if change else "add")):
            raise ValidationError(LEFT_REMIT)

    def log_addition(self, *args: Any) -> None:
        """The history written by the database says it, with who and why; a second log would only differ."""

    log_change = log_deletions = log_addition

    # Export and history

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name=name), *super().get_urls()]

    def has_export_permission(self, request: HttpRequest) -> bool:
        return may_export(request.user, self.model)

    def get_resource(self) -> type[RegisterResource]:
        return self.resource or resource_for(self.model)

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Exactly the rows the list shows under the same filters, as ``?format=xlsx`` or ``csv``."""
        if not (self.has_view_permission(request) and self.has_export_permission(request)):
            raise PermissionDenied
        if not proof.is_proved(request):
            return proof.ask(request)
        whole = request.GET
        request.GET = whole.copy()
        request.GET.pop("format", None)
        try:
            shown = self.get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise Http404 from error
        request.GET = whole
        return self._download(request, shown.queryset)

    def _download(self, request: HttpRequest, rows: models.QuerySet) -> HttpResponse:
        within_export = within(rows, self.remit_for(request, "export"))
        may = f"{self.opts.app_label}.export_{self.opts.model_name}"
        return download(request, self.get_resource(), within_export, (may,))

    @admin.action(description="导出选中的行（Excel）", permissions=["export"])
    def export_chosen(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_export"
        chosen = urlencode({"pk__in": ",".join(str(key) for key in queryset.values_list("pk", flat=True))})
        return redirect(f"{reverse(name)}?format=xlsx&{chosen}")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {
            "has_export_permission": self.has_export_permission(request),
            "export_asks": bool(people.links(self.model)),
        } | (extra_context or {})
        return super().changelist_view(request, context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Every recorded write to the row, newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": f"修改记录：{row}",
            "changes": signed(changes(row)),
            "technical": [field.name for field in self.opts.concrete_fields if not field.editable] + ["id"],
            "object": row,
            "opts": self.opts,
        }
        return TemplateResponse(request, self.object_history_template, context)


def signed(written: list[Change]) -> list[tuple[Change, str]]:
    """Each change with the name of who made it; nothing for a command or a job."""
    keys = {change.by for change in written if change.by}
    names = dict(get_user_model()._default_manager.filter(pk__in=keys).values_list("pk", "name"))
    return [(change, names.get(change.by, "")) for change in written]
