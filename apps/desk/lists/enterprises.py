"""企业列表"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from apps.chains import building
from apps.clusters.models import ClusterEnterprise, Enterprise, EnterpriseState
from apps.core import clock
from apps.core.columns import Column
from apps.core.dated import relation_on
from apps.core.links import address
from apps.core.listing import RegisterExport, RegisterList
from apps.desk.filters import CoveredEnterpriseFilter
from apps.members.building import with_building
from apps.organizations.models import OrganizationUnit

Status = EnterpriseState.Status
TONES = {Status.SUSPENDED: "warn", Status.CLOSED: "bad"}


def chains(enterprise: Any) -> str:
    """Clusters and roles, as 元宇宙（链主）."""
    return "、".join(f"{p.cluster}（{p.get_chain_role_display()}）" for p in enterprise.places_held)


def organizations(enterprise: Any) -> str:
    return "、".join(str(unit.organization) for unit in enterprise.served_by)


def key(enterprise: Any) -> str:
    return "是" if any(place.is_key for place in enterprise.places_held) else ""


def label(choices: Any, name: str) -> Any:
    """The label of a code the row carries."""
    labels = dict(choices)
    return lambda row: labels.get(getattr(row, name), "")


COLUMNS = (
    Column("name", "企业名称", lambda e: e.name, ("name_order",), href=address),
    Column("uscc", "统一社会信用代码", lambda e: e.uscc, ("uscc",)),
    Column("place", "所在区域", lambda e: e.place_name, ("state__place__path",)),
    Column("status", "经营状态", label(Status.choices, "status"), tone=lambda e: TONES.get(e.status, "")),
    Column("chains", "集群与角色", chains),
    Column("key", "重点企业", key),
    Column("building", "建立党组织情况", building.label, tone=building.tone),
    Column("organizations", "党组织", organizations),
    Column("ownership", "控股情况", lambda e: e.get_ownership_display(), ("ownership",)),
    Column("scale", "规模", lambda e: e.get_scale_display(), ("scale",)),
    Column("employees", "职工数", lambda e: e.employees, ("employees",), numeric=True),
)


class Enterprises(RegisterList):
    """企业"""

    model = Enterprise
    permission_required: str | Iterable[str] = "clusters.view_enterprise"
    filterset_class = CoveredEnterpriseFilter
    columns = COLUMNS
    default_order = ("name_order",)
    heading = "企业"
    unit = "家"
    sentence = "没有符合条件的企业。"
    export = "clusters:enterprises_export"

    def sortable(self, rows: QuerySet) -> QuerySet:
        if self.request.GET.get("order", "").lstrip("-") != "place":
            return rows
        return rows.annotate(state=relation_on("states", clock.today()))

    def decorated(self, rows: Any) -> QuerySet:
        today, remit = clock.today(), self.request.remit
        held = ClusterEnterprise.objects.within(remit).in_force(today).select_related("cluster")
        serving = OrganizationUnit.objects.within(remit).in_standing(today).select_related("organization")
        rows = with_building(rows, today)
        return (
            rows.on(today)
            .annotate(place_name=F("state__place__name"))
            .prefetch_related(
                Prefetch("chain_places", held, to_attr="places_held"),
                Prefetch("organization_units", serving, to_attr="served_by"),
            )
        )


class EnterprisesExport(RegisterExport, Enterprises):
    """企业的导出"""

    permission_required = ("clusters.view_enterprise", "clusters.export_enterprise")
