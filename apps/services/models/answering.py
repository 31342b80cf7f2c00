"""办理与评价 — what a handler writes down on the way, and what the enterprise says in the end."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from apps.core import clock
from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet
from apps.services.models.order import ServiceOrder
from apps.services.reaching import following

OF_ORDER = following(
    ServiceOrder,
    "order",
    Reach.PLACE,
    Reach.CLUSTER,
    Reach.ORGANIZATION,
    Reach.DEPARTMENT,
    Reach.ENTERPRISE,
)


class OrderPartQuerySet(RemitQuerySet):
    """Rows that follow their order."""

    reached_by: ClassVar = dict(OF_ORDER)


@tracked()
class HandlingNote(models.Model):
    """办理记录 — one entry in the log of an order."""

    order = models.ForeignKey(
        ServiceOrder, models.CASCADE, related_name="handling_notes", verbose_name="点单"
    )
    text = models.TextField("办理情况")
    at = models.DateTimeField("时间", default=clock.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="记录人",
    )

    objects = OrderPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ["at", "pk"]

    def __str__(self):
        return self.text[:40]


class RatingQuerySet(RemitQuerySet):
    """评价 rows."""

    reached_by: ClassVar = dict(OF_ORDER)

    def rated_in(self, period):
        """Given on a day of the period."""
        return self.filter(rated_at__date__range=period.days)

    def last_by(self, day):
        """The last word on each order by a day: one that was handled again counts once."""
        given = self.filter(rated_at__date__lte=day)
        later = Rating.objects.filter(
            order=OuterRef("order"), turn__gt=OuterRef("turn"), rated_at__date__lte=day
        )
        return given.filter(~Exists(later))

    def satisfied(self):
        """满意"""
        return self.filter(grade=Rating.Grade.SATISFIED)

    def content(self):
        """基本满意及以上"""
        return self.exclude(grade=Rating.Grade.DISSATISFIED)


@tracked()
class Rating(models.Model):
    """满意度评价 — the enterprise's word on how an order was answered, once for each turn."""

    class Grade(models.TextChoices):
        SATISFIED = "satisfied", "满意"
        FAIRLY = "fairly", "基本满意"
        DISSATISFIED = "dissatisfied", "不满意"

    order = models.ForeignKey(ServiceOrder, models.CASCADE, related_name="ratings", verbose_name="点单")
    turn = models.PositiveSmallIntegerField("第几次", default=1)
    grade = models.CharField("评价", max_length=14, choices=Grade)
    comment = models.TextField("意见", blank=True)
    rated_at = models.DateTimeField("评价时间", default=clock.now)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "满意度评价"
        ordering = ["order", "turn"]
        constraints = [
            models.UniqueConstraint(
                "order",
                "turn",
                name="rating_once_a_turn",
                violation_error_message="该点单已评价。",
            ),
            models.CheckConstraint(
                condition=models.Q(turn__in=(1, 2)),
                name="rating_two_turns_at_most",
                violation_error_message="点单最多重办一次。",
            ),
        ]

    def __str__(self):
        return self.get_grade_display()
