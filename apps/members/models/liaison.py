"""联络与链长 — who is sent to an enterprise, and who answers for a chain."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.clusters.models import Cluster, Enterprise
from apps.core.dated import Dated, DatedQuerySet
from apps.core.history import tracked
from apps.core.remit import Reach, stretch_of
from apps.members.models.member import Member


def _through(model, column, reach):
    def lookup(target):
        found = stretch_of(model, reach, target)
        return Q(**{f"{column}__in": model.objects.filter(found).order_by().values("pk")})

    return lookup


class LiaisonQuerySet(DatedQuerySet):
    """Liaisons follow the enterprise they serve."""

    reached_by: ClassVar = {
        reach: _through(Enterprise, "enterprise", reach)
        for reach in (Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION, Reach.ENTERPRISE)
    }

    def assistants(self):
        """青柠助理"""
        return self.filter(kind=Liaison.Kind.ASSISTANT)

    def guiding(self):
        """指导员、联络员、红色专员 — those who make 工作覆盖."""
        return self.filter(kind__in=Liaison.GUIDING)


@tracked()
class Liaison(Dated):
    """联络 — a person sent to an enterprise: instructor, liaison, red commissioner, expert, assistant."""

    class Kind(models.TextChoices):
        INSTRUCTOR = "instructor", "党建指导员"
        LIAISON = "liaison", "联络员"
        COMMISSIONER = "commissioner", "红色专员"
        EXPERT = "expert", "服务专家"
        ASSISTANT = "assistant", "青柠助理"

    GUIDING = (Kind.INSTRUCTOR, Kind.LIAISON, Kind.COMMISSIONER)
    owner_field = "member"

    member = models.ForeignKey(Member, models.PROTECT, related_name="liaisons", verbose_name="人员")
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="liaisons", verbose_name="联络企业"
    )
    kind = models.CharField("类别", max_length=14, choices=Kind)
    university = models.ForeignKey(
        "clusters.Institution", models.PROTECT, null=True, blank=True, verbose_name="选派高校"
    )

    objects = LiaisonQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "联络员、指导员"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                "member",
                "enterprise",
                "kind",
                condition=Q(ends_on=None),
                name="liaison_open_once",
                violation_error_message="该人员已联络此企业。",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}{self.member}（{self.enterprise}）"


class ChainChiefQuerySet(DatedQuerySet):
    """Chiefs follow their cluster."""

    reached_by: ClassVar = {
        reach: _through(Cluster, "cluster", reach)
        for reach in (Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION, Reach.ENTERPRISE)
    }


@tracked()
class ChainChief(Dated):
    """链长 — who answers for a chain; at most one 党政链长 at a time."""

    class Kind(models.TextChoices):
        LEADER = "leader", "党政链长"
        DEPARTMENT = "department", "部门链长"
        ENTERPRISE = "enterprise", "企业链主"

    owner_field = "cluster"

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="chain_chiefs", verbose_name="集群")
    member = models.ForeignKey(Member, models.PROTECT, related_name="chief_of", verbose_name="链长")
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.LEADER)
    office = models.CharField("职务", max_length=80, blank=True)

    objects = ChainChiefQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "链长"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                "cluster",
                condition=Q(ends_on=None, kind="leader"),
                name="chain_chief_one_leader",
                violation_error_message="该集群已有在任的党政链长。",
            ),
        ]

    def __str__(self):
        return f"{self.cluster}{self.get_kind_display()}{self.member}"
