"""三张清单 — what the rows of the three lists (needs, resources, actions) have in common."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from apps.clusters.models import Cluster
from apps.core.remit import RemitQuerySet

FRESH = timedelta(days=90)  # 动态更新: a row is confirmed again at least every 90 days


class Listed(models.Model):
    """A row of one of the three lists: whose cluster it is of, since when, and when it was last confirmed."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="%(class)ss", verbose_name="集群")
    opened_on = models.DateField("列入日期")
    last_confirmed_on = models.DateField("最近核对日期")
    closed_on = models.DateField("销号日期", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="%(app_label)s_%(class)s_closed_after_opened",
                violation_error_message="销号日期不能早于列入日期。",
            ),
            models.CheckConstraint(
                condition=Q(last_confirmed_on__gte=F("opened_on")),
                name="%(app_label)s_%(class)s_confirmed_after_opened",
                violation_error_message="核对日期不能早于列入日期。",
            ),
        ]

    def is_stale(self, day):
        """Standing, and not confirmed for longer than a list may go without."""
        return self.closed_on is None and self.last_confirmed_on < day - FRESH


class ListedQuerySet(RemitQuerySet):
    """Rows of a list."""

    def standing(self, day):
        """Listed by a day and not closed then."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)

    def fresh(self, day):
        """Standing, and confirmed at most 90 days before (SRV-13)."""
        return self.standing(day).filter(last_confirmed_on__gte=day - FRESH)
