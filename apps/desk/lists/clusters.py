"""集群列表"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from apps.clusters.filters import ClusterFilter
from apps.clusters.models import Cluster, ClusterEnterprise, Enterprise
from apps.core import clock
from apps.core.columns import Column
from apps.core.links import address
from apps.core.listing import RegisterExport, RegisterList
from apps.desk.counting import per_organization
from apps.organizations.models import ClusterBody, Coverage, PartyOrganization

TONES = {Cluster.Status.WITHDRAWN: "bad", Cluster.Status.ADJUSTING: "warn"}


def rows_of(page: str, more: str = "") -> Any:
    """The address of the rows behind a number."""
    return lambda cluster: f"{reverse(page)}?cluster={cluster.pk}{more}"


def bodies(cluster: Any) -> str:
    return "、".join(str(body) for body in cluster.standing_bodies)


def leaders(cluster: Any) -> str:
    return "、".join(str(place.enterprise) for place in cluster.leaders)


COLUMNS = (
    Column("name", "集群", lambda c: c.name, ("path",), href=address),
    Column("kind", "类别", lambda c: c.get_kind_display(), ("kind",)),
    Column("level", "层级", lambda c: c.get_level_display(), ("level",)),
    Column("place", "所属区域", lambda c: c.place, ("place__path",)),
    Column("brand", "党建品牌", lambda c: c.brand_name),
    Column("body", "集群党委", bodies),
    Column("leaders", "链主", leaders),
    Column("enterprises", "企业", lambda c: c.totals[0], numeric=True, href=rows_of("clusters:enterprises")),
    Column(
        "organizations",
        "党组织",
        lambda c: c.totals[1],
        numeric=True,
        href=rows_of("organizations:organizations", "&functional=no"),
    ),
    Column(
        "members",
        "党员",
        lambda c: c.totals[2],
        numeric=True,
        href=rows_of("members:members", "&mark=counted"),
    ),
    Column(
        "status",
        "状态",
        lambda c: c.get_status_display(),
        ("status",),
        tone=lambda c: TONES.get(c.status, ""),
    ),
)


class Clusters(RegisterList):
    """集群"""

    model = Cluster
    permission_required: str | Iterable[str] = "clusters.view_cluster"
    filterset_class = ClusterFilter
    columns = COLUMNS
    default_order = ("path",)
    heading = "集群"
    unit = "个"
    sentence = "没有符合条件的集群。"
    export = "clusters:clusters_export"

    def decorated(self, rows: Any) -> QuerySet:
        today = clock.today()
        standing = ClusterBody.objects.in_force(today).select_related("organization")
        leaders = ClusterEnterprise.objects.in_force(today).filter(chain_role="leader")
        return rows.select_related("place").prefetch_related(
            Prefetch("bodies", standing, to_attr="standing_bodies"),
            Prefetch("chain", leaders.select_related("enterprise"), to_attr="leaders"),
        )

    def completed(self, rows: list[Any]) -> list[Any]:
        """Distinct enterprises, organisations and members of each cluster and what stands below it."""
        remit, today = self.request.remit, clock.today()
        firms = Enterprise.objects.within(remit).order_by().values("pk")
        held = ClusterEnterprise.objects.in_force(today).filter(enterprise__in=firms)
        reached = PartyOrganization.objects.within(remit).filter(is_functional=False).order_by().values("pk")
        covered = Coverage.objects.by_standing_bodies(today).filter(organization__in=reached)
        by_firm = gathered(held.order_by().values_list("cluster__path", "enterprise"))
        by_organization = gathered(covered.order_by().values_list("body__cluster__path", "organization"))
        counts = per_organization(remit, today, set().union(*by_organization.values()))
        for cluster in rows:
            organizations = under(cluster.path, by_organization)
            people = sum(counts.get(key, 0) for key in organizations)
            cluster.totals = (len(under(cluster.path, by_firm)), len(organizations), people)
        return rows


def gathered(pairs: Any) -> dict[str, set[int]]:
    """Keys by the path they stand at."""
    found: dict[str, set[int]] = defaultdict(set)
    for path, key in pairs:
        found[path].add(key)
    return found


def under(path: str, found: dict[str, set[int]]) -> set[int]:
    """Keys at a path and below it."""
    return set().union(*(keys for where, keys in found.items() if where.startswith(path)))


class ClustersExport(RegisterExport, Clusters):
    """集群的导出"""

    permission_required = ("clusters.view_cluster", "clusters.export_cluster")
