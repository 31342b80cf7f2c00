"""红色专员选派 — the work station a commissioner serves from; a link of person and site stands above both."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from apps.core.dated import Dated, DatedQuerySet, never_overlapping
from apps.core.history import tracked
from apps.core.remit import Reach
from apps.members.models import Liaison
from apps.services.reaching import following
from apps.sites.models import Site


class StationPostingQuerySet(DatedQuerySet):
    """Postings follow the liaison."""

    reached_by: ClassVar = following(
        Liaison, "liaison", Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION, Reach.ENTERPRISE
    )


@tracked()
class StationPosting(Dated):
    """选派 — a red commissioner serves from one regional work station at a time."""

    owner_field = "liaison"

    liaison = models.ForeignKey(Liaison, models.CASCADE, related_name="postings", verbose_name="红色专员")
    station = models.ForeignKey(Site, models.PROTECT, related_name="postings", verbose_name="区域党建工作站")

    objects = StationPostingQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "红色专员选派"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "liaison",
                name="posting_one_station",
                message="该红色专员在这段时间已派驻其他工作站。",
            ),
        ]

    def __str__(self):
        return f"{self.liaison}派驻{self.station}"

    def clean(self):
        if self.liaison_id and self.liaison.kind != Liaison.Kind.COMMISSIONER:
            raise ValidationError({"liaison": "只有红色专员派驻工作站。"})
        if self.station_id and self.station.kind != Site.Kind.STATION:
            raise ValidationError({"station": "请选择区域党建工作站。"})
