"""集群 — an industrial innovation cluster, chain or ecosystem, and the firms on it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from apps.clusters.models.enterprise import Enterprise, EnterpriseAlias, EnterpriseState
from apps.core import clock
from apps.core.dated import Dated, DatedQuerySet
from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet, reaches
from apps.core.tree import KeysOn, Rooted


class ClusterQuerySet(RemitQuerySet):
    """集群 rows."""

    reached_by: ClassVar = {
        Reach.PLACE: "place__path__startswith",
        Reach.CLUSTER: "path__startswith",
        Reach.ENTERPRISE: lambda key: Q(pk__in=on_chain().filter(enterprise=key).values("cluster")),
    }

    def running(self, day):
        """Founded by a day and not withdrawn then."""
        return self.filter(
            Q(established_on=None) | Q(established_on__lte=day),
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=day),
        )


@tracked()
class Cluster(Rooted):
    """集群 — a cluster, an industry chain, or the ecosystem that holds several chains."""

    class Kind(models.TextChoices):
        CLUSTER = "cluster", "集群"
        CHAIN = "chain", "产业链"
        ECOSYSTEM = "ecosystem", "生态圈"

    class Level(models.TextChoices):
        CITY = "city", "市级"
        TOWN = "town", "区镇级"

    class Status(models.TextChoices):
        PREPARING = "preparing", "筹建"
        RUNNING = "running", "运行"
        ADJUSTING = "adjusting", "调整"
        WITHDRAWN = "withdrawn", "撤销"

    name = models.CharField("集群名称", max_length=80, unique=True)
    short_name = models.CharField("简称", max_length=40, blank=True)
    aliases = ArrayField(models.CharField(max_length=80), verbose_name="别名", default=list, blank=True)
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.CLUSTER)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="所属生态圈"
    )
    place = models.ForeignKey("clusters.Place", models.PROTECT, verbose_name="所属区域")
    level = models.CharField("层级", max_length=10, choices=Level, default=Level.CITY)
    industry_codes = ArrayField(
        models.CharField(max_length=4),
        verbose_name="行业代码",
        default=list,
        blank=True,
        help_text="国民经济行业分类（GB/T 4754—2017），多个用逗号分隔",
    )
    lead_department = models.ForeignKey(
        "clusters.Department", models.PROTECT, null=True, blank=True, verbose_name="牵头部门"
    )
    brand_name = models.CharField("党建品牌", max_length=60, blank=True, help_text="一集群一品牌")
    established_on = models.DateField("成立日期", null=True, blank=True)
    withdrawn_on = models.DateField("撤销日期", null=True, blank=True)
    target_output = models.DecimalField(
        "目标产值（亿元）", max_digits=10, decimal_places=2, null=True, blank=True
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.RUNNING)
    remark = models.TextField("备注", blank=True)

    objects = ClusterQuerySet.as_manager()

    class Meta(Rooted.Meta):
        verbose_name = verbose_name_plural = "集群"
        ordering = [KeysOn("path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gt=F("established_on")),
                name="cluster_withdrawn_after_established",
                violation_error_message="撤销日期须晚于成立日期。",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | Q(withdrawn_on__isnull=False),
                name="cluster_withdrawn_has_date",
                violation_error_message="已撤销的集群须填写撤销日期。",
            ),
        ]

    def __str__(self):
        return self.short_name or self.name


class ClusterEnterpriseQuerySet(DatedQuerySet):
    """Places on the chain."""

    reached_by: ClassVar = {
        Reach.PLACE: "cluster__place__path__startswith",
        Reach.CLUSTER: "cluster__path__startswith",
        Reach.ENTERPRISE: "enterprise",
    }

    def leading(self):
        """链主、链核"""
        return self.filter(chain_role__in=ClusterEnterprise.LEADING)


@tracked()
class ClusterEnterprise(Dated):
    """链上企业 — a firm's place on a chain; a firm may hold several."""

    class ChainRole(models.TextChoices):
        LEADER = "leader", "链主"
        CORE = "core", "链核"
        PARTNER = "partner", "链主伙伴"
        FLAGSHIP = "flagship", "龙头"
        IMPORTANT = "important", "重点"
        UPSTREAM = "upstream", "上游"
        DOWNSTREAM = "downstream", "下游"
        SUPPORTING = "supporting", "配套"
        PLATFORM = "platform", "平台机构"

    LEADING = (ChainRole.LEADER, ChainRole.CORE)
    owner_field = "enterprise"

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="chain", verbose_name="集群")
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="chain_places", verbose_name="企业"
    )
    chain_role = models.CharField("链上角色", max_length=12, choices=ChainRole, default=ChainRole.SUPPORTING)
    is_key = models.BooleanField("重点企业", default=False)

    objects = ClusterEnterpriseQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "链上企业"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                "cluster",
                "enterprise",
                "chain_role",
                condition=Q(ends_on=None),
                name="chain_role_open_once",
                violation_error_message="该企业在此集群已有同样的链上角色。",
            ),
        ]

    def __str__(self):
        return f"{self.enterprise}（{self.get_chain_role_display()}）"


def on_chain():
    """Places on any chain in force today."""
    return ClusterEnterprise.objects.in_force(clock.today())


def enterprises_of(cluster_path):
    """Keys of the enterprises on a cluster today."""
    return on_chain().filter(cluster__path__startswith=cluster_path).values("enterprise")


@reaches(Enterprise, Reach.CLUSTER)
def enterprise_by_cluster(cluster_path):
    """An enterprise is reached through its place on the chain."""
    return Q(pk__in=enterprises_of(cluster_path))


@reaches(EnterpriseAlias, Reach.CLUSTER)
def alias_by_cluster(cluster_path):
    """A name is reached through its enterprise."""
    return Q(enterprise__in=enterprises_of(cluster_path))


@reaches(EnterpriseState, Reach.CLUSTER)
def state_by_cluster(cluster_path):
    """A state is reached through its enterprise."""
    return Q(enterprise__in=enterprises_of(cluster_path))
