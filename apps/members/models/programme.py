"""人才计划 — programmes that organisations run together, and who is on them."""

from typing import ClassVar

from django.db import models
from django.db.models import Count, Q

from apps.core import clock
from apps.core.constraints import in_order, needed_when
from apps.core.dated import Dated, DatedQuerySet
from apps.core.history import tracked
from apps.core.reaching import below, either, following, reach_by_parts
from apps.core.remit import RemitQuerySet
from apps.members.models.member import Member
from apps.organizations.models import PartyOrganization


class TalentProgrammeQuerySet(DatedQuerySet):
    """人才计划 rows; reached by cluster and by the organisations that run them."""

    reached_by: ClassVar = below(cluster="cluster__path", place="cluster__place__path")

    def run_jointly(self):
        """人才联育 — run by two organisations or more."""
        running = ProgrammeOrganization.objects.order_by().values("programme")
        joint = running.annotate(organizations=Count("organization")).filter(organizations__gte=2)
        return self.filter(pk__in=joint.values("programme"))


@tracked()
class TalentProgramme(Dated):
    """人才计划 — such as 红领人才服务计划 or 鸿鹄计划."""

    name = models.CharField("计划名称", max_length=80, unique=True)
    target_group = models.CharField("对象", max_length=80, blank=True)
    cluster = models.ForeignKey(
        "clusters.Cluster",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="talent_programmes",
        verbose_name="集群",
    )
    content = models.TextField("内容", blank=True)

    objects = TalentProgrammeQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "人才计划"
        constraints = [*Dated.Meta.constraints]

    def __str__(self):
        return self.name


class ProgrammeOrganizationQuerySet(RemitQuerySet):
    """Who runs a programme."""

    reached_by: ClassVar = following("programme", TalentProgramme)


@tracked()
class ProgrammeOrganization(models.Model):
    """主办党组织 — an organisation that runs a talent programme."""

    programme = models.ForeignKey(
        TalentProgramme, models.CASCADE, related_name="organizations", verbose_name="人才计划"
    )
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="talent_programmes", verbose_name="党组织"
    )

    objects = ProgrammeOrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人才计划主办党组织"
        constraints = [
            models.UniqueConstraint(
                "programme",
                "organization",
                name="programme_organization_once",
                violation_error_message="该党组织已是主办方。",
            )
        ]

    def __str__(self):
        return str(self.organization)


class ProgrammeMemberQuerySet(RemitQuerySet):
    """People on programmes, reached with the programme or with the person."""

    reached_by: ClassVar = either(following("programme", TalentProgramme), following("member", Member))

    def selected(self):
        """入选、培养、结业"""
        return self.filter(status__in=ProgrammeMember.SELECTED)


@tracked()
class ProgrammeMember(models.Model):
    """计划人选 — one person on one programme."""

    class Status(models.TextChoices):
        APPLIED = "applied", "报名"
        SELECTED = "selected", "入选"
        TRAINING = "training", "培养"
        COMPLETED = "completed", "结业"
        REFUSED = "refused", "未入选"
        LEFT = "left", "退出"

    SELECTED = (Status.SELECTED, Status.TRAINING, Status.COMPLETED)

    programme = models.ForeignKey(
        TalentProgramme, models.CASCADE, related_name="members", verbose_name="人才计划"
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="programmes", verbose_name="人员")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.APPLIED)
    applied_on = models.DateField("报名日期", default=clock.today)
    selected_on = models.DateField("入选日期", null=True, blank=True)
    completed_on = models.DateField("结业日期", null=True, blank=True)

    objects = ProgrammeMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计划人选"
        constraints = [
            models.UniqueConstraint(
                "programme",
                "member",
                name="programme_member_once",
                violation_error_message="该人员已在此计划中。",
            ),
            in_order(
                "applied_on",
                "selected_on",
                name="programme_selected_after_applying",
                message="入选日期不能早于报名日期。",
            ),
            in_order(
                "selected_on",
                "completed_on",
                name="programme_completed_after_selection",
                message="结业日期不能早于入选日期。",
            ),
            needed_when(
                Q(status__in=("selected", "training", "completed")),
                "selected_on",
                name="programme_selected_has_day",
                message="已入选的须填写入选日期。",
            ),
            needed_when(
                Q(status="completed"),
                "completed_on",
                name="programme_completed_has_day",
                message="已结业的须填写结业日期。",
            ),
        ]

    def __str__(self):
        return f"{self.programme}：{self.member}"


reach_by_parts(
    TalentProgramme, ProgrammeOrganization, "programme", following("organization", PartyOrganization)
)
