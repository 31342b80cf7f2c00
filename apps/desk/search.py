"""全局查找 — all registers by the words staff type; searches by ID number are written down."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.views.generic import TemplateView

from apps.clusters.filters import ClusterFilter, EnterpriseFilter
from apps.clusters.models import Cluster, Enterprise
from apps.core.access import reachable
from apps.core.audit.recording import record
from apps.core.filters import RegisterFilter
from apps.core.links import address
from apps.core.models import AuditEntry
from apps.core.text import compact, tidy
from apps.members.filters import MemberFilter, is_number, is_whole_number
from apps.members.models import Affiliation, Member, Reveal
from apps.organizations.filters import OrganizationFilter
from apps.organizations.models import PartyOrganization

SHOWN = 8
SUGGESTED = 20


@dataclass(frozen=True)
class Register:
    """A register that the search box looks through."""

    label: str
    model: Any
    filterset: type[RegisterFilter]
    page: str
    name: str

    @property
    def permission(self) -> str:
        return f"{self.model._meta.app_label}.view_{self.model._meta.model_name}"


REGISTERS = {
    "member": Register("党员", Member, MemberFilter, "members:members", "name"),
    "enterprise": Register("企业", Enterprise, EnterpriseFilter, "clusters:enterprises", "name"),
    "organization": Register(
        "党组织", PartyOrganization, OrganizationFilter, "organizations:organizations", "full_name"
    ),
    "cluster": Register("集群", Cluster, ClusterFilter, "clusters:clusters", "name"),
}


@dataclass(frozen=True)
class Found:
    """What one register answers: a few rows, how many there are, and where all of them are."""

    label: str
    rows: list[tuple[str, str, str]]
    total: int
    more: str

    @property
    def all(self) -> str:
        """What leads there, if anything does."""
        return "全部" if self.more else ""


class Search(TemplateView):
    """全局查找"""

    request: Any

    template_name = "desk/search.html"

    def post(self, request: Any) -> HttpResponse:
        """The boxes post: a whole number is answered here, anything else has an address of its own."""
        words = tidy(request.POST.get("q", ""))
        if is_whole_number(compact(words)):
            return self.render_to_response(self.get_context_data(asked=words))
        return redirect(f"{reverse('desk:search')}?{urlencode({'q': words})}")

    def get_context_data(self, asked: str = "", **kwargs: Any) -> dict[str, Any]:
        words = asked or tidy(self.request.GET.get("q", ""))
        is_number = is_whole_number(compact(words))
        found = list(self.found(words)) if words and (asked or not is_number) else []
        shown = {"words": "" if is_number else words, "found": found, "misplaced": is_number and not asked}
        return super().get_context_data(**kwargs) | shown | {"asked": bool(words)}

    def found(self, words: str) -> Iterator[Found]:
        for key, register in REGISTERS.items():
            if not self.request.user.has_perm(register.permission):
                continue
            rows = matching(register, words, self.request)
            total = rows.count()
            if key == "member" and is_number(compact(words)):
                Reveal.objects.create(user=self.request.user, item=Reveal.Item.SEARCH, found=total)
                told: dict[str, Any] = {"item": Reveal.Item.SEARCH.label, "rows": total}
                record(AuditEntry.Action.REVEAL, by=self.request.user, subject="全局查找", **told)
            if total:
                shown = [(str(row), address(row), beside(row, self.request)) for row in rows[:SHOWN]]
                more = f"{reverse(register.page)}?{urlencode({'q': words})}"
                yield Found(register.label, shown, total, "" if is_whole_number(compact(words)) else more)


def matching(register: Register, words: str, request: Any) -> QuerySet:
    """Rows of a register within the remit that the words stand for."""
    narrowed = register.filterset({"q": words}, queryset=reachable(register.model, request), request=request)
    return narrowed.qs.order_by("pk")


def beside(row: Any, request: Any) -> str:
    """What tells namesakes apart."""
    if isinstance(row, Member):
        here = (
            Affiliation.objects.within(request.remit)
            .open()
            .filter(member=row)
            .select_related("organization")
            .first()
        )
        return str(here.organization) if here else ""
    return getattr(row, "uscc", "") or getattr(row, "brand_name", "")


def names(request: Any, kind: str) -> HttpResponse:
    """Suggestions for a box that asks for a name."""
    register = REGISTERS.get(kind)
    if register is None or not request.user.has_perm(register.permission):
        raise Http404
    words = tidy(request.GET.get(request.GET.get("field", ""), ""))
    rows = matching(register, words, request) if words else register.model.objects.none()
    found = rows.values_list(register.name, flat=True)[:SUGGESTED]
    return HttpResponse(format_html_join("\n", '<option value="{}"></option>', ((name,) for name in found)))
