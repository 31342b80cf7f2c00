"""公共技术平台 and 七个一 — what a cluster's firms can use together, and what a cluster should have."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from apps.clusters.models import Cluster, Enterprise
from apps.core.constraints import exactly_one_of, needed_when
from apps.core.dated import Dated, DatedQuerySet, Planned
from apps.core.history import tracked
from apps.core.reaching import either, following
from apps.core.remit import RemitQuerySet
from apps.innovation.models.alliance import Alliance


class TechPlatformQuerySet(DatedQuerySet):
    """平台 rows; reached with the cluster or with the enterprise that runs them."""

    reached_by: ClassVar = either(following("cluster", Cluster), following("enterprise", Enterprise))


@tracked()
class TechPlatform(Planned):
    """公共技术服务平台 — a shared facility of a chain."""

    class Kind(models.TextChoices):
        COMPUTING = "computing", "算力"
        ADAPTATION = "adaptation", "适配"
        RANGE = "range", "靶场"
        INNOVATION_CENTRE = "innovation_centre", "创新中心"
        JOINT_RESEARCH = "joint_research", "协同攻关"
        TESTING = "testing", "检测"

    class Level(models.TextChoices):
        NATION = "nation", "国家级"
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        DISTRICT = "district", "区级"

    class Status(models.TextChoices):
        BUILDING = "building", "建设"
        RUNNING = "running", "运行"
        STOPPED = "stopped", "停用"

    name = models.CharField("平台名称", max_length=80, unique=True)
    kind = models.CharField("类别", max_length=18, choices=Kind)
    level = models.CharField("级别", max_length=10, choices=Level, blank=True)
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="tech_platforms", verbose_name="集群")
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tech_platforms",
        verbose_name="运营企业",
    )
    institution = models.ForeignKey(
        "clusters.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tech_platforms",
        verbose_name="运营院所",
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.RUNNING)

    objects = TechPlatformQuerySet.as_manager()

    class Meta(Planned.Meta):
        verbose_name = verbose_name_plural = "公共技术平台"
        constraints = [
            *Planned.Meta.constraints,
            exactly_one_of(
                "enterprise",
                "institution",
                name="tech_platform_has_one_operator",
                message="请在运营企业、运营院所中填写一项。",
            ),
            needed_when(
                Q(status="running"),
                "starts_on",
                name="tech_platform_running_has_begun",
                message="运行中的平台须填写开始日期。",
            ),
            needed_when(
                Q(status="stopped"),
                "ends_on",
                name="tech_platform_stopped_has_end",
                message="已停用的平台须填写结束日期。",
            ),
        ]

    def __str__(self):
        return self.name


class PlatformUseQuerySet(RemitQuerySet):
    """使用 rows; reached with the platform or with the user."""

    reached_by: ClassVar = either(following("platform", TechPlatform), following("enterprise", Enterprise))

    def used_in(self, period):
        """Within a period."""
        return self.filter(used_on__range=period.days)


@tracked()
class PlatformUse(models.Model):
    """平台使用 — one enterprise that used a platform on a day (家次)."""

    platform = models.ForeignKey(TechPlatform, models.CASCADE, related_name="uses", verbose_name="平台")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="platform_uses", verbose_name="使用企业"
    )
    used_on = models.DateField("使用日期")
    purpose = models.CharField("用途", max_length=120, blank=True)

    objects = PlatformUseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "平台使用"
        ordering = ["-used_on", "-pk"]

    def __str__(self):
        return f"{self.enterprise}使用{self.platform}"


class SupportElementQuerySet(DatedQuerySet):
    """七个一 rows follow their cluster."""

    reached_by: ClassVar = following("cluster", Cluster)

    def there(self, day):
        """One element for each of the seven kinds a running cluster has on a day (INN-10)."""
        rows = self.in_force(day).filter(cluster__in=Cluster.objects.running(day).order_by().values("pk"))
        first = rows.order_by("cluster_id", "kind", "pk").distinct("cluster_id", "kind")
        return self.filter(pk__in=first.values("pk"))


@tracked()
class SupportElement(Dated):
    """七个一 — one of the seven things a cluster should have; 有 while a row is in force, else 缺."""

    class Kind(models.TextChoices):
        PLAN = "plan", "产业规划"
        ALLIANCE = "alliance", "产业联盟"
        FUND = "fund", "投资基金"
        CONFERENCE = "conference", "品牌会议"
        PLATFORM = "platform", "公共平台"
        BASE = "base", "示范基地"
        ECOSYSTEM = "ecosystem", "生态链群"

    owner_field = "cluster"

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="support", verbose_name="集群")
    kind = models.CharField("要素", max_length=12, choices=Kind)
    name = models.CharField("名称", max_length=120)
    alliance = models.ForeignKey(
        Alliance, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对应联盟"
    )
    platform = models.ForeignKey(
        TechPlatform, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对应平台"
    )
    evidence = models.CharField("依据", max_length=200, blank=True, help_text="文号、基金规模、会议届次等")

    objects = SupportElementQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "七个一要素"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                "cluster",
                "kind",
                "name",
                condition=Q(ends_on=None),
                name="support_element_open_once",
                violation_error_message="该集群已登记这个要素。",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.name}"

    def clean(self):
        if self.alliance_id and self.kind != self.Kind.ALLIANCE:
            raise ValidationError({"alliance": "只有产业联盟对应联盟。"})
        if self.platform_id and self.kind != self.Kind.PLATFORM:
            raise ValidationError({"platform": "只有公共平台对应技术平台。"})
