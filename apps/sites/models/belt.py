"""示范带 — sites of one cluster strung along a route; one belt belongs to one cluster."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from apps.core import clock
from apps.core.dated import Dated, DatedQuerySet, never_overlapping, relation_on
from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet, stretch_of
from apps.core.tree import KeysOn
from apps.organizations.models import PartyOrganization
from apps.sites.models.site import Site


def _led_by(reach):
    def lookup(target):
        found = stretch_of(PartyOrganization, reach, target)
        return Q(leader__in=PartyOrganization.objects.filter(found).order_by().values("pk"))

    return lookup


class DemonstrationBeltQuerySet(RemitQuerySet):
    """示范带 rows, each with its state on a day when asked for."""

    reached_by: ClassVar = {
        Reach.PLACE: "cluster__place__path__startswith",
        Reach.CLUSTER: "cluster__path__startswith",
        Reach.ORGANIZATION: _led_by(Reach.ORGANIZATION),
    }

    def on(self, day):
        """Each with ``status`` of a day."""
        return self.annotate(state=relation_on("states", day), status=F("state__status"))

    def active(self, day):
        """命名、复评 on a day."""
        states = BeltState.objects.in_force(day).filter(status__in=BeltState.ACTIVE)
        return self.filter(pk__in=states.values("belt"))


@tracked()
class DemonstrationBelt(models.Model):
    """示范带 — a named line of sites, such as the one along a metro line."""

    name = models.CharField("示范带名称", max_length=80, unique=True)
    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="belts", verbose_name="集群")
    route = models.CharField("走向", max_length=120, blank=True, help_text="如：沿轨交11号线")
    leader = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_belts",
        verbose_name="牵头党组织",
    )
    named_on = models.DateField("命名日期", null=True, blank=True)
    remark = models.TextField("备注", blank=True)

    objects = DemonstrationBeltQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党建示范带"
        ordering = [KeysOn("cluster__path"), "name"]

    def __str__(self):
        return self.name


def _through_belt(reach):
    def lookup(target):
        found = stretch_of(DemonstrationBelt, reach, target)
        return Q(belt__in=DemonstrationBelt.objects.filter(found).order_by().values("pk"))

    return lookup


THROUGH_BELT = {reach: _through_belt(reach) for reach in (Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION)}


class BeltPartQuerySet(DatedQuerySet):
    """Dated rows that follow their belt."""

    reached_by: ClassVar = dict(THROUGH_BELT)


@tracked()
class BeltState(Dated):
    """示范带状态 — how far a belt has come, on which days."""

    class Status(models.TextChoices):
        APPLIED = "applied", "申报"
        BUILDING = "building", "创建"
        NAMED = "named", "命名"
        REVIEWED = "reviewed", "复评"
        REMOVED = "removed", "摘牌"

    ACTIVE = (Status.NAMED, Status.REVIEWED)
    owner_field = "belt"

    belt = models.ForeignKey(DemonstrationBelt, models.CASCADE, related_name="states", verbose_name="示范带")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.NAMED)

    objects = BeltPartQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "示范带状态"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping("belt", name="belt_one_state", message="同一示范带同一时间只能有一种状态。"),
        ]

    def __str__(self):
        return f"{self.belt} {self.get_status_display()}"


class BeltSiteQuerySet(BeltPartQuerySet):
    """Sites along belts."""

    def in_order(self, day):
        """In force on a day, belt by belt and stop by stop."""
        return self.in_force(day).order_by("belt", "position")


@tracked()
class BeltSite(Dated):
    """示范带阵地 — a site as a stop on a belt; a site may stand on several belts."""

    owner_field = "belt"

    belt = models.ForeignKey(DemonstrationBelt, models.CASCADE, related_name="stops", verbose_name="示范带")
    site = models.ForeignKey(Site, models.PROTECT, related_name="belt_stops", verbose_name="阵地")
    position = models.PositiveSmallIntegerField("顺序")

    objects = BeltSiteQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "示范带阵地"
        ordering = ["belt", "position"]
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "belt",
                "site",
                name="belt_site_once",
                message="该阵地在这段时间已列入此示范带。",
            ),
            models.UniqueConstraint(
                "belt",
                "position",
                condition=Q(ends_on=None),
                name="belt_position_once",
                violation_error_message="示范带上已有同一顺序的阵地。",
            ),
        ]

    def __str__(self):
        return f"{self.belt}第{self.position}站{self.site}"

    def clean(self):
        if self.site_id and not Site.objects.active(self.starts_on or clock.today()).filter(pk=self.site_id):
            raise ValidationError({"site": "未启用或已停用的阵地不能列入示范带。"})
