"""联盟 — 党建联盟、产业联盟、攻关共同体: organisations, firms, institutions and departments together."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.clusters.models import Cluster, Enterprise
from apps.core.constraints import at_least_one_of, exactly_one_of, needed_when
from apps.core.dated import Dated, DatedQuerySet, Planned
from apps.core.history import tracked
from apps.core.reaching import below, either, following, reach_by_parts
from apps.organizations.models import PartyOrganization


class AllianceQuerySet(DatedQuerySet):
    """联盟 rows; reached with the cluster, the place, the lead or a member."""

    reached_by: ClassVar = either(
        following("cluster", Cluster),
        below(place="place__path"),
        following("lead_organization", PartyOrganization),
        following("lead_enterprise", Enterprise),
    )


@tracked()
class Alliance(Planned):
    """联盟 — of one kind, led by an organisation or an enterprise."""

    class Kind(models.TextChoices):
        PARTY = "party", "党建联盟"
        INDUSTRY = "industry", "产业联盟"
        SERVICE = "service", "服务联盟"
        TACKLING = "tackling", "攻关共同体"
        PARTNER = "partner", "城市合伙人"

    class Status(models.TextChoices):
        PREPARING = "preparing", "筹备"
        FOUNDED = "founded", "成立"
        RUNNING = "running", "运行"
        DISSOLVED = "dissolved", "解散"

    STANDING = (Status.FOUNDED, Status.RUNNING)

    name = models.CharField("联盟名称", max_length=80, unique=True)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="alliances", verbose_name="集群"
    )
    place = models.ForeignKey("clusters.Place", models.PROTECT, null=True, blank=True, verbose_name="区域")
    lead_organization = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_alliances",
        verbose_name="牵头党组织",
    )
    lead_enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_alliances",
        verbose_name="牵头企业",
    )
    charter = models.TextField("章程", blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.RUNNING)

    objects = AllianceQuerySet.as_manager()

    class Meta(Planned.Meta):
        verbose_name = verbose_name_plural = "联盟"
        constraints = [
            *Planned.Meta.constraints,
            at_least_one_of(
                "cluster", "place", name="alliance_has_scope", message="请填写联盟所属的集群或区域。"
            ),
            needed_when(
                Q(status__in=("founded", "running")),
                "starts_on",
                name="alliance_standing_has_begun",
                message="已成立的联盟须填写开始日期。",
            ),
            needed_when(
                Q(status="dissolved"),
                "ends_on",
                name="alliance_dissolved_has_end",
                message="已解散的联盟须填写结束日期。",
            ),
        ]

    def __str__(self):
        return self.name


class AllianceMemberQuerySet(DatedQuerySet):
    """Members, reached with the alliance."""

    reached_by: ClassVar = following("alliance", Alliance)

    def enterprises(self, day):
        """Memberships of firms in alliances standing on a day (INN-05)."""
        standing = Alliance.objects.in_force(day).order_by().values("pk")
        return self.in_force(day).filter(alliance__in=standing, enterprise__isnull=False)


@tracked()
class AllianceMember(Dated):
    """联盟成员 — an organisation, a firm, an institution or a department, since and until."""

    owner_field = "alliance"

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="members", verbose_name="联盟")
    organization = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alliances",
        verbose_name="党组织",
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="alliances", verbose_name="企业"
    )
    institution = models.ForeignKey(
        "clusters.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alliances",
        verbose_name="高校院所、金融机构",
    )
    department = models.ForeignKey(
        "clusters.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alliances",
        verbose_name="部门",
    )

    objects = AllianceMemberQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "联盟成员"
        constraints = [
            *Dated.Meta.constraints,
            exactly_one_of(
                "organization",
                "enterprise",
                "institution",
                "department",
                name="alliance_member_is_one",
                message="请在党组织、企业、高校院所、部门中填写一项。",
            ),
            models.UniqueConstraint(
                "alliance",
                "organization",
                "enterprise",
                "institution",
                "department",
                condition=Q(ends_on=None),
                nulls_distinct=False,
                name="alliance_member_open_once",
                violation_error_message="该成员已在联盟中。",
            ),
        ]

    def __str__(self):
        return str(self.organization or self.enterprise or self.institution or self.department)


reach_by_parts(
    Alliance,
    AllianceMember,
    "alliance",
    either(following("organization", PartyOrganization), following("enterprise", Enterprise)),
)
