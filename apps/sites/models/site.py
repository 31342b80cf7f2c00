"""阵地 — a place where Party members meet, serve and show their work; what changes about it is dated."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from apps.core.dated import Dated, DatedQuerySet, never_overlapping, relation_on
from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet, stretch_of
from apps.core.tree import KeysOn
from apps.organizations.models import PartyOrganization
from apps.sites.models.building import Building
from apps.sites.models.located import Located


def kept_by(reach):
    """How a reach finds what an organisation keeps."""

    def lookup(target):
        found = stretch_of(PartyOrganization, reach, target)
        return Q(owner__in=PartyOrganization.objects.filter(found).order_by().values("pk"))

    return lookup


def site_by_cluster(path):
    """Sites that serve a cluster, and those of the organisations it covers."""
    return Q(cluster__path__startswith=path) | kept_by(Reach.CLUSTER)(path)


class SiteQuerySet(RemitQuerySet):
    """阵地 rows, each with its state on a day when asked for."""

    reached_by: ClassVar = {
        Reach.PLACE: "place__path__startswith",
        Reach.CLUSTER: site_by_cluster,
        Reach.ORGANIZATION: kept_by(Reach.ORGANIZATION),
    }

    def on(self, day):
        """Each with ``status``, ``is_demo`` and ``level`` of a day."""
        return self.annotate(
            state=relation_on("states", day),
            status=F("state__status"),
            is_demo=F("state__is_demo"),
            level=F("state__level"),
        )

    def active(self, day):
        """启用、提升 on a day."""
        return self.filter(pk__in=SiteState.objects.active(day).values("site"))

    def demonstration(self, day):
        """示范阵地 on a day."""
        states = SiteState.objects.active(day).filter(is_demo=True)
        return self.filter(pk__in=states.values("site"))

    def stations(self):
        """区域党建工作站"""
        return self.filter(kind=Site.Kind.STATION)

    def centres(self):
        """党群服务中心 — the sites that an area is asked of."""
        return self.filter(kind=Site.Kind.CENTRE)


@tracked()
class Site(Located):
    """阵地 — one place of Party work, of one kind and in one scene."""

    class Kind(models.TextChoices):
        CENTRE = "centre", "党群服务中心"
        POINT = "point", "党群服务点"
        PRODUCTION_LINE = "production_line", "党员先锋生产线"
        LABORATORY = "laboratory", "党员先锋实验室"
        WORKSITE = "worksite", "党员先锋工地"
        COUNTER = "counter", "党员先锋服务台"
        SECRETARY_STUDIO = "secretary_studio", "书记工作室"
        PARTY_STUDIO = "party_studio", "党建工作室"
        CLASSROOM = "classroom", "党员实境课堂"
        SERVICE_STATION = "service_station", "服务站"
        STATION = "station", "区域党建工作站"
        PARK = "park", "园区"
        BUILDING = "building", "楼宇"
        BASE = "base", "基地"

    class Scene(models.TextChoices):
        PARK = "park", "园区"
        TALENT_COMMUNITY = "talent_community", "人才社区"
        DORMITORY = "dormitory", "集宿区"
        BUILDING = "building", "楼宇"
        BUSINESS_DISTRICT = "business_district", "商圈"
        ENTERPRISE = "enterprise", "企业"

    name = models.CharField("阵地名称", max_length=80)
    kind = models.CharField("类别", max_length=18, choices=Kind)
    scene = models.CharField("场景", max_length=18, choices=Scene, blank=True)
    place = models.ForeignKey("clusters.Place", models.PROTECT, related_name="sites", verbose_name="所属区域")
    cluster = models.ForeignKey(
        "clusters.Cluster",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name="服务集群",
    )
    owner = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name="所属党组织",
    )
    building = models.ForeignKey(
        Building,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name="所在楼宇、园区",
    )
    address = models.CharField("地址", max_length=200, blank=True)
    area = models.DecimalField(
        "面积（平方米）",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    opened_on = models.DateField("启用日期", null=True, blank=True)
    is_shared = models.BooleanField("对外共享", default=False, help_text="其他党组织可以预约使用")
    open_hours = models.CharField("开放时间", max_length=80, blank=True)
    functions = ArrayField(models.CharField(max_length=40), verbose_name="功能", default=list, blank=True)
    host_name = models.CharField("领衔人", max_length=40, blank=True, help_text="书记工作室、党建工作室填写")
    remark = models.TextField("备注", blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta(Located.Meta):
        verbose_name = verbose_name_plural = "阵地"
        ordering = [KeysOn("place__path"), "name"]
        constraints = [
            *Located.Meta.constraints,
            models.UniqueConstraint(
                "place",
                "name",
                name="site_name_once_at_place",
                violation_error_message="该区域已有同名阵地。",
            ),
            models.CheckConstraint(
                condition=Q(area=None) | Q(area__gt=0),
                name="site_area_positive",
                violation_error_message="面积须大于0。",
            ),
        ]

    def __str__(self):
        return self.name


def _through_site(reach):
    def lookup(target):
        found = stretch_of(Site, reach, target)
        return Q(site__in=Site.objects.filter(found).order_by().values("pk"))

    return lookup


THROUGH_SITE = {reach: _through_site(reach) for reach in (Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION)}


class SiteStateQuerySet(DatedQuerySet):
    """States follow their site."""

    reached_by: ClassVar = dict(THROUGH_SITE)

    def active(self, day):
        """In use on a day."""
        return self.in_force(day).filter(status__in=SiteState.ACTIVE)


@tracked()
class SiteState(Dated):
    """阵地状态 — whether a site is open, and whether it has been named a model one."""

    class Status(models.TextChoices):
        BUILDING = "building", "建设"
        OPEN = "open", "启用"
        UPGRADING = "upgrading", "提升"
        CLOSED = "closed", "停用"

    class Level(models.TextChoices):
        PROVINCE = "province", "省级"
        PREFECTURE = "prefecture", "市级"
        COUNTY = "county", "县（市、区）级"
        TOWN = "town", "区镇级"

    ACTIVE = (Status.OPEN, Status.UPGRADING)
    owner_field = "site"

    site = models.ForeignKey(Site, models.CASCADE, related_name="states", verbose_name="阵地")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.OPEN)
    is_demo = models.BooleanField("示范阵地", default=False)
    level = models.CharField("示范级别", max_length=10, choices=Level, blank=True)

    objects = SiteStateQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "阵地状态"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping("site", name="site_one_state", message="同一阵地同一时间只能有一种状态。"),
            models.CheckConstraint(
                condition=Q(level="") | Q(is_demo=True),
                name="site_level_only_for_demo",
                violation_error_message="只有示范阵地填写示范级别。",
            ),
        ]

    def __str__(self):
        return f"{self.site} {self.get_status_display()}"
