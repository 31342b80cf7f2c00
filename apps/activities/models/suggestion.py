"""金点子 — ideas that members put forward, and what came of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.clusters.models import Cluster
from apps.core.constraints import in_order, needed_when
from apps.core.history import tracked
from apps.core.reaching import either, following
from apps.core.remit import RemitQuerySet
from apps.members.models import Member
from apps.organizations.models import PartyOrganization


class SuggestionQuerySet(RemitQuerySet):
    """金点子 rows; reached with the organisation, the person or the cluster."""

    reached_by: ClassVar = either(
        following("organization", PartyOrganization),
        following("member", Member),
        following("cluster", Cluster),
    )

    def submitted_in(self, period):
        """征集 within a period."""
        return self.filter(submitted_on__range=period.days)

    def adopted(self):
        """采纳、实施"""
        return self.filter(status__in=Suggestion.ADOPTED)


@tracked()
class Suggestion(models.Model):
    """金点子 — one idea of one person, reviewed, adopted, carried out; the benefit is 万元 a year."""

    class Status(models.TextChoices):
        COLLECTED = "collected", "征集"
        REVIEWING = "reviewing", "评审"
        ADOPTED = "adopted", "采纳"
        CARRIED_OUT = "carried_out", "实施"
        DECLINED = "declined", "未采纳"

    ADOPTED = (Status.ADOPTED, Status.CARRIED_OUT)

    title = models.CharField("题目", max_length=120)
    text = models.TextField("内容")
    member = models.ForeignKey(Member, models.PROTECT, related_name="suggestions", verbose_name="提出人")
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="suggestions", verbose_name="党组织"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="suggestions", verbose_name="集群"
    )
    submitted_on = models.DateField("提出日期")
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.COLLECTED)
    adopted_on = models.DateField("采纳日期", null=True, blank=True)
    carried_out_on = models.DateField("实施日期", null=True, blank=True)
    benefit_amount = models.DecimalField(
        "效益（万元）", max_digits=14, decimal_places=2, null=True, blank=True
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "金点子"
        ordering = ["-submitted_on", "-pk"]
        constraints = [
            in_order(
                "submitted_on",
                "adopted_on",
                name="suggestion_adopted_after_submission",
                message="采纳日期不能早于提出日期。",
            ),
            in_order(
                "adopted_on",
                "carried_out_on",
                name="suggestion_carried_out_after_adoption",
                message="实施日期不能早于采纳日期。",
            ),
            needed_when(
                Q(status__in=("adopted", "carried_out")),
                "adopted_on",
                name="suggestion_adopted_has_day",
                message="已采纳的须填写采纳日期。",
            ),
            models.CheckConstraint(
                condition=Q(benefit_amount=None) | Q(status="carried_out"),
                name="suggestion_benefit_when_carried_out",
                violation_error_message="已实施的才填写效益。",
            ),
        ]

    def __str__(self):
        return self.title
