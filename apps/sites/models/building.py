"""楼宇园区 — buildings and parks, who has moved in, and which organisation stands in them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from apps.clusters.models import Enterprise
from apps.core.dated import Dated, DatedQuerySet, never_overlapping
from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet, stretch_of
from apps.core.tree import KeysOn
from apps.organizations.models import PartyOrganization
from apps.sites.models.located import Located, one_of


def _through(model, column, reach):
    """What stands behind a dated row: the rows of ``model`` that a reach finds."""

    def lookup(target):
        found = stretch_of(model, reach, target)
        return Q(**{f"{column}__in": model.objects.filter(found).order_by().values("pk")})

    return lookup


def _housing(reach):
    """Buildings that house an enterprise or an organisation within."""

    def lookup(target):
        tenants = Tenancy.objects.open().filter(_through(Enterprise, "enterprise", reach)(target))
        return Q(pk__in=tenants.values("building"))

    return lookup


class BuildingQuerySet(RemitQuerySet):
    """楼宇 rows."""

    reached_by: ClassVar = {
        Reach.PLACE: "place__path__startswith",
        Reach.CLUSTER: _housing(Reach.CLUSTER),
        Reach.ORGANIZATION: _housing(Reach.ORGANIZATION),
        Reach.ENTERPRISE: _housing(Reach.ENTERPRISE),
    }

    def standing(self, day):
        """Opened by a day and not closed then."""
        return self.filter(
            Q(opened_on=None) | Q(opened_on__lte=day), Q(closed_on=None) | Q(closed_on__gt=day)
        )

    def with_organization(self, day):
        """Buildings in which an organisation stands."""
        return self.filter(pk__in=BuildingOrganization.objects.in_force(day).values("building"))


@tracked()
class Building(Located):
    """楼宇园区 — an office building or a park that enterprises move into."""

    class Kind(models.TextChoices):
        BUILDING = "building", "楼宇"
        PARK = "park", "园区"

    class TaxClass(models.TextChoices):
        HUNDRED_MILLION = "hundred_million", "亿元楼"
        NEARLY = "nearly", "准亿元楼"
        OTHER = "other", "其他"

    name = models.CharField("楼宇名称", max_length=80)
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.BUILDING)
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, related_name="buildings", verbose_name="所属区域"
    )
    address = models.CharField("地址", max_length=200, blank=True)
    tax_class = models.CharField("税收类别", max_length=16, choices=TaxClass, default=TaxClass.OTHER)
    opened_on = models.DateField("投用日期", null=True, blank=True)
    closed_on = models.DateField("停用日期", null=True, blank=True)
    remark = models.TextField("备注", blank=True)

    objects = BuildingQuerySet.as_manager()

    class Meta(Located.Meta):
        verbose_name = verbose_name_plural = "楼宇园区"
        ordering = [KeysOn("place__path"), "name"]
        constraints = [
            *Located.Meta.constraints,
            models.UniqueConstraint(
                "place",
                "name",
                name="building_name_once_at_place",
                violation_error_message="该区域已有同名楼宇。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(opened_on=None) | Q(closed_on__gt=F("opened_on")),
                name="building_closed_after_opened",
                violation_error_message="停用日期须晚于投用日期。",
            ),
        ]

    def __str__(self):
        return self.name


class TenancyQuerySet(DatedQuerySet):
    """Who has moved in, by building or by enterprise."""

    reached_by: ClassVar = {Reach.PLACE: "building__place__path__startswith"} | {
        reach: _through(Enterprise, "enterprise", reach)
        for reach in (Reach.CLUSTER, Reach.ORGANIZATION, Reach.ENTERPRISE)
    }

    def near(self, sites, day, metres):
        """In force on a day, in a building that one of ``sites`` stands in or at most so far from."""
        housing = sites.filter(building__isnull=False).values("building")
        covered = Building.objects.filter(Q(pk__in=housing) | one_of(sites, metres))
        return self.in_force(day).filter(building__in=covered.values("pk"))


@tracked()
class Tenancy(Dated):
    """入驻 — an enterprise in a building, on which days."""

    owner_field = "enterprise"

    building = models.ForeignKey(Building, models.PROTECT, related_name="tenancies", verbose_name="楼宇园区")
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="tenancies", verbose_name="企业")
    room = models.CharField("房号", max_length=40, blank=True)

    objects = TenancyQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "入驻企业"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "building",
                "enterprise",
                name="tenancy_once",
                message="该企业在这段时间已入驻此楼宇。",
            ),
        ]

    def __str__(self):
        return f"{self.enterprise}（{self.building}）"


class BuildingOrganizationQuerySet(DatedQuerySet):
    """Organisations in buildings, by building or by organisation."""

    reached_by: ClassVar = {Reach.PLACE: "building__place__path__startswith"} | {
        reach: _through(PartyOrganization, "organization", reach)
        for reach in (Reach.CLUSTER, Reach.ORGANIZATION, Reach.ENTERPRISE)
    }


@tracked()
class BuildingOrganization(Dated):
    """楼宇党组织 — an organisation that stands in a building."""

    owner_field = "building"

    building = models.ForeignKey(
        Building, models.CASCADE, related_name="organizations", verbose_name="楼宇园区"
    )
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="buildings", verbose_name="党组织"
    )

    objects = BuildingOrganizationQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "楼宇党组织"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "building",
                "organization",
                name="building_organization_once",
                message="该党组织在这段时间已登记在此楼宇。",
            ),
        ]

    def __str__(self):
        return f"{self.organization}（{self.building}）"
