"""进门 — who may open a page, and what is found behind it.

Not signed in: to the sign-in page. Without the permission: 403. Outside the remit: 404, like something
that does not exist.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView
from django.views.generic.base import ContextMixin

from apps.core.remit import Remit


def reachable(model: type[Model], request: Any, verb: str = "view") -> QuerySet:
    """Rows of ``model`` that a duty of the reader lets the reader view, or whatever ``verb`` says."""
    meta = model._meta
    return held(model, request.user.remit_for(f"{meta.app_label}.{verb}_{meta.model_name}"))


def held(model: type[Model], remit: Remit) -> QuerySet:
    """Rows of ``model`` within a remit; a model open to every reader has all its rows there."""
    manager: Any = model._default_manager
    return manager.within(remit) if hasattr(manager, "within") else manager.all()


class RegisterPage(PermissionRequiredMixin, ContextMixin):
    """A page about rows of one model that a duty of the reader reaches, and lets do what the page is for."""

    model: type[Model]
    permission_required: str | Iterable[str] | None = None
    verbs: tuple[str, ...] = ("view",)
    request: Any
    kwargs: dict[str, Any]

    def get_permission_required(self) -> Sequence[str]:
        """What is written down, or the rights to do with the model what the page is for."""
        if self.permission_required is not None:
            return super().get_permission_required()
        meta = self.model._meta
        return tuple(f"{meta.app_label}.{verb}_{meta.model_name}" for verb in self.verbs)

    @cached_property
    def remit(self) -> Remit:
        """Where one duty allows all the page asks for: what is only viewed there is not changed here."""
        remit: Remit = self.request.user.remit_for(*self.get_permission_required())
        return remit

    def reachable(self) -> Any:
        """Rows within that remit."""
        return held(self.model, self.remit)

    def row(self) -> Any:
        """The one the address names; 404 outside the remit."""
        return get_object_or_404(self.reachable(), pk=self.kwargs["pk"])


class FormPage(RegisterPage, FormView):
    """A page with one form: bind it, make one call, say so, go on."""

    template_name = "pieces/form_page.html"
    heading = ""
    button = "保存"
    note = ""
    done = "已保存。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"remit": self.remit}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            with transaction.atomic():
                self.act(form.cleaned_data)
        except ValidationError as refused:
            add_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return super().form_valid(form)

    def act(self, said: dict[str, Any]) -> None:
        """Make the one call."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"heading": self.heading, "button": self.button, "note": self.note, "back": self.back()}
        return super().get_context_data(**kwargs) | more

    def back(self) -> str:
        """Where 取消 leads."""
        return reverse(self.list_page)

    list_page = ""


class Act(FormPage):
    """办理 — one small form about one row of the register."""

    page = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        self.object = self.row()
        return super().get_form_kwargs() | {"row": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"row": self.object}

    def back(self) -> str:
        return reverse(self.page, args=[self.kwargs["pk"]])

    def get_success_url(self) -> str:
        """The page about the row, or the list when the row has left the remit."""
        here = self.reachable().filter(pk=self.kwargs["pk"]).exists()
        return self.back() if here else reverse(self.list_page)


def add_refusal(form: BaseForm, refused: ValidationError) -> None:
    """Say a refusal beside the field it names, if the form has it; else above the form."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
