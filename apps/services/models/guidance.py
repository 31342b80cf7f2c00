"""定向指导 — what somebody sent to an enterprise worked on with it, and what came of it."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet
from apps.members.models import Liaison
from apps.services.reaching import following


class GuidanceQuerySet(RemitQuerySet):
    """指导 rows follow the liaison, and so the enterprise served."""

    reached_by: ClassVar = following(
        Liaison, "liaison", Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION, Reach.ENTERPRISE
    )

    def held_in(self, period):
        """On a day of the period."""
        return self.filter(held_on__range=period.days)


@tracked()
class Guidance(models.Model):
    """定向指导 — one occasion on which a liaison helped the enterprise with one matter (三定之一)."""

    liaison = models.ForeignKey(Liaison, models.PROTECT, related_name="guidances", verbose_name="指导人")
    held_on = models.DateField("指导日期")
    topic = models.CharField("指导内容", max_length=120)
    result = models.TextField("成效", blank=True)

    objects = GuidanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "定向指导"
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{self.topic}（{self.held_on:%Y-%m-%d}）"

    def clean(self):
        if self.liaison_id and self.held_on and not self._was_sent():
            raise ValidationError({"held_on": "指导日期不在该人员联络此企业的起止日期内。"})

    def _was_sent(self):
        return Liaison.objects.in_force(self.held_on).filter(pk=self.liaison_id).exists()
