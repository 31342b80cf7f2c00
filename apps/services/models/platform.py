"""服务平台载体 — named carriers of services, one function each, and what took place on them."""

from typing import ClassVar

from django.db import models
from django.db.models import F

from apps.clusters.models import Cluster, Enterprise
from apps.core.dated import Dated, DatedQuerySet, never_overlapping, relation_on
from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet
from apps.core.tree import KeysOn
from apps.organizations.models import PartyOrganization
from apps.services.reaching import by_enterprise, either, following, of, serving, serving_within, through

REACHES = (Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION, Reach.ENTERPRISE)


class ServicePlatformQuerySet(RemitQuerySet):
    """平台 rows. A place's platform serves all clusters there; a cluster's, the cluster."""

    reached_by: ClassVar = {
        Reach.PLACE: of("place__path__startswith"),
        Reach.CLUSTER: either(of("cluster__path__startswith"), serving_within(Reach.CLUSTER)),
        Reach.ORGANIZATION: either(
            through(PartyOrganization, "owner", Reach.ORGANIZATION),
            serving_within(Reach.ORGANIZATION),
        ),
        Reach.ENTERPRISE: serving_within(Reach.ENTERPRISE),
    }

    def on(self, day):
        """Each with ``status`` of a day."""
        return self.annotate(state=relation_on("states", day), status=F("state__status"))

    def running(self, day):
        """运行 on a day."""
        states = PlatformState.objects.in_force(day).filter(status=PlatformState.Status.RUNNING)
        return self.filter(pk__in=states.order_by().values("platform"))

    def serving(self, *clusters):
        """Those of these clusters, and those of the places these stand in or under."""
        return self.filter(serving(Cluster.objects.filter(pk__in=[cluster.pk for cluster in clusters])))


@tracked()
class ServicePlatform(models.Model):
    """服务平台载体 — such as 红领助企团, 政策云超市, 带岗直播间."""

    class Function(models.TextChoices):
        HELP = "help", "党员帮办"
        EXPERTS = "experts", "专家指导"
        POLICY = "policy", "政策服务"
        DIALOGUE = "dialogue", "政企交流"
        RECRUITING = "recruiting", "用工纾困"
        TALENT = "talent", "人才商洽"
        TRANSFER = "transfer", "成果转化"
        OTHER = "other", "其他"

    class Kind(models.TextChoices):
        TEAM = "team", "团队型"
        ONLINE = "online", "线上型"
        VENUE = "venue", "场所型"

    name = models.CharField("平台名称", max_length=80)
    function = models.CharField("功能", max_length=12, choices=Function)
    kind = models.CharField("形态", max_length=8, choices=Kind)
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, related_name="platforms", verbose_name="所属区域"
    )
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="platforms",
        verbose_name="所属集群",
        help_text="集群自己的平台填写；全区域共用的不填",
    )
    owner = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="platforms",
        verbose_name="主办党组织",
    )
    site = models.ForeignKey(
        "sites.Site",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="platforms",
        verbose_name="所在阵地",
    )
    url = models.URLField("网址", blank=True)
    modules = models.PositiveSmallIntegerField(
        "功能模块（个）", null=True, blank=True, help_text="线上型平台填写"
    )
    opened_on = models.DateField("上线日期", null=True, blank=True)
    remark = models.TextField("备注", blank=True)

    objects = ServicePlatformQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务平台"
        ordering = [KeysOn("place__path"), "name"]
        constraints = [
            models.UniqueConstraint(
                "place",
                "name",
                name="platform_name_once_at_place",
                violation_error_message="该区域已有同名平台。",
            )
        ]

    def __str__(self):
        return self.name


class PlatformStateQuerySet(DatedQuerySet):
    """States follow their platform."""

    reached_by: ClassVar = following(ServicePlatform, "platform", *REACHES)


@tracked()
class PlatformState(Dated):
    """平台状态 — whether a platform runs, on which days."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "筹建"
        RUNNING = "running", "运行"
        STOPPED = "stopped", "停用"

    owner_field = "platform"

    platform = models.ForeignKey(ServicePlatform, models.CASCADE, related_name="states", verbose_name="平台")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.RUNNING)

    objects = PlatformStateQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "平台状态"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "platform", name="platform_one_state", message="同一平台同一时间只能有一种状态。"
            ),
        ]

    def __str__(self):
        return f"{self.platform} {self.get_status_display()}"


class PlatformEventQuerySet(RemitQuerySet):
    """What took place follows its platform."""

    reached_by: ClassVar = following(ServicePlatform, "platform", *REACHES)

    def held_in(self, period):
        """On a day of the period."""
        return self.filter(held_on__range=period.days)


@tracked()
class PlatformEvent(models.Model):
    """平台活动 — what took place on a platform on a day, for which enterprises."""

    platform = models.ForeignKey(
        ServicePlatform, models.PROTECT, related_name="occasions", verbose_name="平台"
    )
    title = models.CharField("名称", max_length=120)
    held_on = models.DateField("日期")
    others_served = models.PositiveIntegerField(
        "未列名服务企业（家次）", default=0, help_text="下面没有逐家登记的"
    )
    result = models.TextField("成效", blank=True)

    objects = PlatformEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "平台活动"
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return self.title


class EnterpriseServedQuerySet(RemitQuerySet):
    """Who was served, by the platform or by the enterprise."""

    reached_by: ClassVar = by_enterprise() | {
        reach: either(through(PlatformEvent, "occasion", reach), through(Enterprise, "enterprise", reach))
        for reach in (Reach.PLACE, Reach.ORGANIZATION)
    }

    def served_in(self, period):
        """On a day of the period."""
        return self.filter(occasion__held_on__range=period.days)

    def enterprises(self):
        """Keys of the enterprises served, each once (家)."""
        return self.order_by().values("enterprise").distinct()


@tracked()
class EnterpriseServed(models.Model):
    """服务企业 — an enterprise served at one event of a platform (一家次)."""

    occasion = models.ForeignKey(
        PlatformEvent, models.CASCADE, related_name="served", verbose_name="平台活动"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="platform_services", verbose_name="企业"
    )

    objects = EnterpriseServedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "平台服务企业"
        constraints = [
            models.UniqueConstraint(
                "occasion",
                "enterprise",
                name="enterprise_served_once",
                violation_error_message="该企业已列入这次活动。",
            )
        ]

    def __str__(self):
        return str(self.enterprise)
