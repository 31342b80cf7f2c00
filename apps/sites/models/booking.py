"""场地预约 — an organisation asks for a site for some hours; nobody else has it then."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Func, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from apps.core.dated import SAME_POINT, as_point
from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet, stretch_of
from apps.organizations.models import PartyOrganization
from apps.sites.models.site import THROUGH_SITE, Site


def _by_site_or_user(reach):
    """Bookings of a site within, and those an organisation within has made."""

    def lookup(target):
        found = stretch_of(PartyOrganization, reach, target)
        users = PartyOrganization.objects.filter(found).order_by().values("pk")
        return THROUGH_SITE[reach](target) | Q(organization__in=users)

    return lookup


class BookingQuerySet(RemitQuerySet):
    """预约 rows."""

    reached_by: ClassVar = {
        reach: _by_site_or_user(reach) for reach in (Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION)
    }

    def held_in(self, period):
        """Used, on a day of the period."""
        return self.filter(status__in=Booking.HELD, starts_at__date__range=period.days)

    def sites_shared(self):
        """Keys of the sites that two or more organisations used."""
        users = self.order_by().values("site").annotate(users=Count("organization", distinct=True))
        return users.filter(users__gte=2).values("site")


@tracked()
class Booking(models.Model):
    """场地预约 — one site, one organisation, some hours."""

    class Status(models.TextChoices):
        REQUESTED = "requested", "申请"
        APPROVED = "approved", "同意"
        REFUSED = "refused", "拒绝"
        CANCELLED = "cancelled", "取消"
        USED = "used", "使用"
        RATED = "rated", "评价"

    HELD = (Status.USED, Status.RATED)
    WITHOUT_CLAIM = (Status.REFUSED, Status.CANCELLED)

    site = models.ForeignKey(Site, models.PROTECT, related_name="bookings", verbose_name="阵地")
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="bookings", verbose_name="使用党组织"
    )
    purpose = models.CharField("用途", max_length=120)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    headcount = models.PositiveIntegerField("人数", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.REQUESTED)
    grade = models.PositiveSmallIntegerField(
        "评分", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    comment = models.CharField("评价", max_length=200, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "场地预约"
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="booking_ends_after_start",
                violation_error_message="结束时间须晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=~Q(status="rated") | Q(grade__isnull=False),
                name="booking_rated_has_grade",
                violation_error_message="已评价的预约须填写评分。",
            ),
            ExclusionConstraint(
                name="booking_never_overlapping",
                expressions=[
                    (as_point("site"), SAME_POINT),
                    (
                        Func(
                            F("starts_at"),
                            # An end before the start is another constraint's to refuse.
                            Greatest("starts_at", "ends_at"),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=~Q(status__in=("refused", "cancelled")),
                violation_error_message="该阵地在这段时间已有预约。",
            ),
        ]

    def __str__(self):
        return f"{self.organization}预约{self.site}"

    def clean(self):
        if self.site_id and self.starts_at and self._state.adding:
            day = timezone.localtime(self.starts_at).date()
            if not Site.objects.active(day).filter(pk=self.site_id).exists():
                raise ValidationError({"site": "该阵地当天未启用。"})
            self._clean_sharing()

    def _clean_sharing(self):
        if not self.site.is_shared and self.site.owner_id not in (None, self.organization_id):
            raise ValidationError({"site": "该阵地不对外共享。"})
