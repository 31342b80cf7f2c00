"""覆盖 — which organisations a cluster body covers, since when. Covering is not owning."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.clusters.models import Cluster
from apps.core import clock
from apps.core.dated import Dated, DatedQuerySet, never_overlapping
from apps.core.history import tracked
from apps.core.remit import Reach, reaches
from apps.organizations.models.body import ClusterBody
from apps.organizations.models.organization import (
    OrganizationPlacing,
    OrganizationState,
    OrganizationUnit,
    PartyOrganization,
    TermExtension,
)


class CoverageQuerySet(DatedQuerySet):
    """Links from bodies to organisations."""

    reached_by: ClassVar = {
        Reach.PLACE: "organization__place__path__startswith",
        Reach.CLUSTER: "body__cluster__path__startswith",
        Reach.ORGANIZATION: "organization__path__startswith",
    }

    def by_standing_bodies(self, day):
        """In force on a day, by a body that is active then."""
        bodies = ClusterBody.objects.in_force(day)
        return self.in_force(day).filter(body__in=bodies.values("pk"))


@tracked()
class Coverage(Dated):
    """覆盖（纳入） — a covered branch keeps its own superior."""

    class Role(models.TextChoices):
        CORE = "core", "链核"
        BACKBONE = "backbone", "骨干"
        MEMBER = "member", "成员"

    owner_field = "organization"

    body = models.ForeignKey(ClusterBody, models.PROTECT, related_name="coverages", verbose_name="集群党委")
    organization = models.ForeignKey(
        PartyOrganization, models.CASCADE, related_name="coverages", verbose_name="党组织"
    )
    role = models.CharField("角色", max_length=10, choices=Role, default=Role.MEMBER)

    objects = CoverageQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "覆盖关系"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "body",
                "organization",
                name="coverage_once",
                message="该党组织在这段时间已纳入此集群党委。",
            ),
        ]

    def __str__(self):
        return f"{self.body}覆盖{self.organization}"


def organizations_of(cluster_path):
    """Keys of the organisations that a cluster's bodies cover today."""
    coverages = Coverage.objects.by_standing_bodies(clock.today())
    return coverages.filter(body__cluster__path__startswith=cluster_path).values("organization")


@reaches(PartyOrganization, Reach.CLUSTER)
def organization_by_cluster(path):
    """Organisations covered today, and the cluster's own bodies."""
    bodies = ClusterBody.objects.filter(cluster__path__startswith=path)
    return Q(pk__in=organizations_of(path)) | Q(pk__in=bodies.values("organization"))


@reaches(Cluster, Reach.ORGANIZATION)
def cluster_by_organization(path):
    """Clusters that cover an organisation at or below the path today."""
    coverages = Coverage.objects.by_standing_bodies(clock.today())
    below = coverages.filter(organization__path__startswith=path)
    return Q(pk__in=below.values("body__cluster"))


def _part_by_cluster(path):
    return Q(organization__in=PartyOrganization.objects.filter(organization_by_cluster(path)))


for _part in (OrganizationState, OrganizationPlacing, OrganizationUnit, TermExtension):
    reaches(_part, Reach.CLUSTER)(_part_by_cluster)
