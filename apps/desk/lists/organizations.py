"""党组织列表"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse

from apps.core import clock
from apps.core.columns import Column
from apps.core.dated import relation_on
from apps.core.links import address, to_add
from apps.core.listing import RegisterExport, RegisterList
from apps.desk.counting import below
from apps.members.models import Seat
from apps.organizations.filters import OrganizationFilter
from apps.organizations.kinds import TypeCode
from apps.organizations.models import Coverage, OrganizationState, OrganizationUnit, PartyOrganization
from apps.organizations.term import tone, with_term

KINDS = dict(TypeCode.choices)
STATUSES = dict(OrganizationState.Status.choices)
TONES = {"rectifying": "warn", "dissolved": "bad"}


def units(organization: Any) -> str:
    return "、".join(str(unit.enterprise) for unit in organization.serving)


def secretary(organization: Any) -> str:
    return "、".join(str(seat.member) for seat in organization.secretaries)


def covered_by(organization: Any) -> str:
    return "、".join(str(coverage.body.cluster) for coverage in organization.covered)


def members_of(organization: Any) -> str:
    return f"{reverse('members:members')}?organization={organization.pk}&mark=counted"


def term_tone(organization: Any) -> str:
    return tone(organization.term_ends_on, clock.today())


COLUMNS = (
    Column("name", "党组织", lambda o: o.full_name, ("full_name",), href=address),
    Column("kind", "组织类别", lambda o: KINDS.get(o.type_code), ("state__type_code",)),
    Column("status", "状态", lambda o: STATUSES.get(o.status), tone=lambda o: TONES.get(o.status, "")),
    Column("secretary", "书记", secretary, people=lambda o: [seat.member_id for seat in o.secretaries]),
    Column("members", "党员", lambda o: o.members, numeric=True, href=members_of),
    Column("term", "任期至", lambda o: o.term_ends_on, ("term_starts_on",), tone=term_tone),
    Column("clusters", "纳入集群", covered_by),
    Column("parent", "上级党组织", lambda o: o.parent_name),
    Column("units", "所在单位", units),
)


class Organizations(RegisterList):
    """党组织"""

    model = PartyOrganization
    permission_required: str | Iterable[str] = "organizations.view_partyorganization"
    filterset_class = OrganizationFilter
    columns = COLUMNS
    default_order = ("display_order", "path")
    heading = "党组织"
    unit = "个"
    sentence = "没有符合条件的党组织。"
    export = "organizations:organizations_export"

    def sortable(self, rows: QuerySet) -> QuerySet:
        if self.request.GET.get("order", "").lstrip("-") != "kind":
            return rows
        return rows.annotate(state=relation_on("states", clock.today()))

    def decorated(self, rows: Any) -> QuerySet:
        today: date = clock.today()
        rows = with_term(rows, today).annotate(
            parent_name=F("edge__parent__full_name"), members=below(self.request.remit, today)
        )
        return rows.prefetch_related(*self.parts(today))

    def parts(self, today: date) -> tuple[Any, ...]:
        """Dated rows shown beside the organisation."""
        remit = self.request.remit
        serving = OrganizationUnit.objects.in_force(today).select_related("enterprise")
        secretaries = Seat.objects.in_force(today).secretaries().select_related("member")
        covered = Coverage.objects.within(remit).in_force(today).select_related("body__cluster")
        return (
            Prefetch("units", serving, to_attr="serving"),
            Prefetch("seats", secretaries, to_attr="secretaries"),
            Prefetch("coverages", covered, to_attr="covered"),
        )

    def tools(self) -> list[tuple[str, str]]:
        new = to_add(PartyOrganization, "新增党组织")
        return [("组织树", reverse("organizations:tree")), *(new if self.may("add") else [])]


class OrganizationsExport(RegisterExport, Organizations):
    """党组织的导出"""

    permission_required = (
        "organizations.view_partyorganization",
        "organizations.export_partyorganization",
    )
