"""集群党委 — an organisation bound to a cluster; it covers organisations without owning them."""

from typing import ClassVar

from django.db import models

from apps.core.dated import Dated, DatedQuerySet
from apps.core.history import tracked
from apps.core.remit import Reach
from apps.core.tree import KeysOn
from apps.organizations.models.organization import PartyOrganization


class ClusterBodyQuerySet(DatedQuerySet):
    """B of the handbook."""

    reached_by: ClassVar = {
        Reach.PLACE: "cluster__place__path__startswith",
        Reach.CLUSTER: "cluster__path__startswith",
        Reach.ORGANIZATION: "organization__path__startswith",
    }

    def committees(self):
        """集群党委 in the narrow sense; other forms are shown apart."""
        return self.filter(form=ClusterBody.Form.COMMITTEE)


@tracked()
class ClusterBody(Dated):
    """集群党委、综合党委、党建联盟、红链专班 — the body that leads a cluster's Party work."""

    class Form(models.TextChoices):
        COMMITTEE = "committee", "集群党委"
        CHAIN_COMMITTEE = "chain_committee", "产业链综合党委"
        INDUSTRY_COMMITTEE = "industry_committee", "行业综合党委"
        ALLIANCE = "alliance", "党建联盟"
        TASK_FORCE = "task_force", "红链专班"

    class FormationMode(models.TextChoices):
        DEPARTMENT = "department", "职能部门牵引"
        FLAGSHIP = "flagship", "龙头企业带动"
        LOCAL = "local", "属地党委整合"
        ASSOCIATION = "association", "行业协会串联"

    class Frequency(models.TextChoices):
        MONTHLY = "monthly", "每月"
        QUARTERLY = "quarterly", "每季度"
        HALF_YEARLY = "half_yearly", "每半年"
        YEARLY = "yearly", "每年"

    owner_field = "organization"

    organization = models.OneToOneField(
        PartyOrganization, models.PROTECT, related_name="body", verbose_name="党组织"
    )
    cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, related_name="bodies", verbose_name="集群"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级集群组织"
    )
    form = models.CharField("形式", max_length=20, choices=Form, default=Form.COMMITTEE)
    formation_mode = models.CharField("组建方式", max_length=12, choices=FormationMode, blank=True)
    core_enterprise = models.ForeignKey(
        "clusters.Enterprise",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="链核企业",
    )
    consult_frequency = models.CharField(
        "会商频次", max_length=12, choices=Frequency, default=Frequency.QUARTERLY
    )

    objects = ClusterBodyQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "集群党委"
        ordering = [KeysOn("cluster__path"), "pk"]
        constraints = [*Dated.Meta.constraints]

    def __str__(self):
        return str(self.organization)
