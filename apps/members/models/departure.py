"""疑似转出 — members whom a roster of their branch no longer names."""

from typing import ClassVar

from django.db import models

from apps.core.history import tracked
from apps.core.remit import RemitQuerySet
from apps.members.models.affiliation import REACHES, Affiliation, organizations_within


def _through_affiliation(reach):
    return lambda target: models.Q(affiliation__organization__in=organizations_within(reach, target))


class DepartureDoubtQuerySet(RemitQuerySet):
    """Doubts follow the organisation still belonged to."""

    reached_by: ClassVar = {reach: _through_affiliation(reach) for reach in REACHES}

    def standing(self, on):
        """未办转接 — raised by then, and the affiliation has not ended."""
        return self.filter(noted_on__lte=on, affiliation__in=Affiliation.objects.in_force(on).values("pk"))


@tracked()
class DepartureDoubt(models.Model):
    """疑似转出 — to be looked into; the affiliation stands until a transfer ends it."""

    affiliation = models.OneToOneField(
        Affiliation, models.CASCADE, related_name="departure_doubt", verbose_name="组织关系"
    )
    noted_on = models.DateField("名册日期")

    objects = DepartureDoubtQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "疑似转出"
        ordering = ["-noted_on", "pk"]

    def __str__(self):
        return f"{self.affiliation}疑似转出"
