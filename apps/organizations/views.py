"""组织链的办理页 — an organisation moves, changes kind, begins a term, gains units and coverage."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from apps.core import clock
from apps.core.access import Act, add_refusal
from apps.core.tree import KeysOn
from apps.organizations import forms, tree, workflow
from apps.organizations.kinds import TERM_YEARS
from apps.organizations.models import Coverage, OrganizationUnit, PartyOrganization

ENDING = {"unit": (OrganizationUnit, "serve"), "coverage": (Coverage, "cover")}


def right(verb: str) -> str:
    """The right to one act on an organisation."""
    return f"organizations.{verb}_partyorganization"


class OrganizationAct(Act):
    """An act on one organisation."""

    model = PartyOrganization
    page = "organizations:organization"
    list_page = "organizations:organizations"

    def today(self) -> PartyOrganization:
        """The organisation with its kind and status of today."""
        return self.row().__class__.objects.on(clock.today()).get(pk=self.kwargs["pk"])


class Move(OrganizationAct):
    """调整隶属 — shown first as what it would change, done on the second word."""

    template_name = "organizations/move.html"
    heading, form_class, done = "调整隶属", forms.MoveForm, "已调整隶属。"
    permission_required = right("move")
    button = "预览变动"

    def get_initial(self) -> dict[str, Any]:
        placing = self.row().placings.in_force(clock.today()).select_related("parent").first()
        return {"parent": placing.parent} if placing and placing.parent else {}

    def form_valid(self, form: Any) -> HttpResponse:
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        said = form.cleaned_data
        try:
            tree.check(self.object, said["parent"], said["on"])
        except ValidationError as refused:
            add_refusal(form, refused)
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, preview=self.preview(said["parent"])))

    def preview(self, parent: PartyOrganization | None) -> dict[str, Any]:
        """Where it stands, where it would stand, and what comes along."""
        here = self.object
        below = PartyOrganization.objects.filter(path__startswith=here.path).exclude(pk=here.pk)
        return {
            "before": above(here),
            "after": [*above(parent), parent] if parent else [],
            "below": below.count(),
            "names": list(below.order_by(KeysOn("path"))[:10]),
        }

    def act(self, said: dict[str, Any]) -> None:
        tree.place(self.object, said["parent"], on=said["on"], why=said["why"], by=self.request.user)


def above(organization: PartyOrganization) -> list[PartyOrganization]:
    """Its superiors, the highest first."""
    return list(PartyOrganization.objects.filter(pk__in=organization.ancestor_keys).order_by("path"))


class ChangeState(OrganizationAct):
    heading, form_class, done = "变更类别、状态", forms.StateForm, "已变更。"
    permission_required = right("restate")

    def get_initial(self) -> dict[str, Any]:
        today = self.today()
        return {"type_code": today.type_code, "status": today.status}

    def act(self, said: dict[str, Any]) -> None:
        workflow.change_state(self.object, **said, by=self.request.user)


class BeginTerm(OrganizationAct):
    heading, form_class, done = "换届", forms.BeginTermForm, "已登记换届。"
    permission_required = right("renew")

    def get_initial(self) -> dict[str, Any]:
        row = self.today()
        return {"years": row.term_years or TERM_YEARS.get(row.type_code, 3)}

    def act(self, said: dict[str, Any]) -> None:
        workflow.begin_term(self.object, **said, by=self.request.user)


class ExtendTerm(OrganizationAct):
    heading, form_class, done = "延期换届", forms.ExtendTermForm, "已登记延期。"
    permission_required = right("renew")

    def act(self, said: dict[str, Any]) -> None:
        workflow.extend_term(self.object, **said, by=self.request.user)


class Serve(OrganizationAct):
    heading, form_class, done = "增加所在单位", forms.ServeForm, "已增加所在单位。"
    permission_required = right("serve")

    def act(self, said: dict[str, Any]) -> None:
        workflow.serve(self.object, **said, by=self.request.user)


class Cover(OrganizationAct):
    heading, form_class, done = "纳入集群", forms.CoverForm, "已纳入集群。"
    permission_required = right("cover")
    note = "纳入覆盖不改变隶属关系。"

    def act(self, said: dict[str, Any]) -> None:
        workflow.cover(self.object, **said, by=self.request.user)


class End(OrganizationAct):
    heading, form_class, done = "结束", forms.EndForm, "已结束。"

    def get_permission_required(self) -> tuple[str]:
        """Whoever may begin such a relation may end it."""
        return (right(ENDING[self.kwargs["part"]][1]),)

    def ending(self) -> models.Model:
        """The open row the address names, of this very organisation and within the remit."""
        rows = ENDING[self.kwargs["part"]][0].objects.within(self.remit).open()
        return get_object_or_404(rows, pk=self.kwargs["row"], organization=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        said = super().get_form_kwargs()
        self.note = f"结束：{self.ending()}"
        return said

    def act(self, said: dict[str, Any]) -> None:
        workflow.end(self.ending(), **said, by=self.request.user)
