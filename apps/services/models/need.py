"""企业需求清单 — the first of the three lists."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.core.history import tracked
from apps.core.remit import Reach
from apps.services.models.listed import Listed, ListedQuerySet
from apps.services.models.order import Category
from apps.services.reaching import by_cluster, by_enterprise, of


class NeedQuerySet(ListedQuerySet):
    """需求 rows: an enterprise's, and its cluster's."""

    reached_by: ClassVar = by_cluster() | {
        Reach.ORGANIZATION: by_enterprise()[Reach.ORGANIZATION],
        Reach.ENTERPRISE: of("enterprise"),
    }

    def verified_in(self, period):
        """核实 on a day of the period."""
        return self.filter(verified_on__range=period.days)

    def matched(self, day):
        """Linked by a day to a resource or an action."""
        supplied = Need.objects.filter(supplies__matched_on__lte=day).values("pk")
        acted_on = Need.objects.filter(action_rows__action__opened_on__lte=day).values("pk")
        return self.filter(Q(pk__in=supplied) | Q(pk__in=acted_on))


@tracked()
class Need(Listed):
    """企业需求 — what an enterprise has been found to need."""

    class Status(models.TextChoices):
        NEW = "new", "新增"
        VERIFIED = "verified", "核实"
        MATCHED = "matched", "匹配"
        RESOLVED = "resolved", "解决"
        CLOSED = "closed", "销号"

    enterprise = models.ForeignKey(
        "clusters.Enterprise", models.PROTECT, related_name="needs", verbose_name="企业"
    )
    category = models.CharField("类别", max_length=12, choices=Category)
    text = models.TextField("需求内容")
    verified_on = models.DateField("核实日期", null=True, blank=True)
    resolved_on = models.DateField("解决日期", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.NEW)

    objects = NeedQuerySet.as_manager()

    class Meta(Listed.Meta):
        verbose_name = verbose_name_plural = "企业需求"
        constraints = [
            *Listed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status__in=("new", "closed")) | Q(verified_on__isnull=False),
                name="need_verified_has_day",
                violation_error_message="核实后的需求须有核实日期。",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_on__isnull=False),
                name="need_closed_has_day",
                violation_error_message="已销号的需求须有销号日期。",
            ),
        ]

    def __str__(self):
        return f"{self.enterprise}：{self.text[:30]}"
