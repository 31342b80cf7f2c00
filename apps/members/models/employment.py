"""就业 — which enterprise a person works for, confirmed or not."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.clusters.models import Enterprise
from apps.core.dated import Dated, DatedQuerySet, never_overlapping
from apps.core.history import tracked
from apps.members.models.affiliation import REACHES, through_member
from apps.members.models.member import Member


class EmploymentQuerySet(DatedQuerySet):
    """Employments follow the person."""

    reached_by: ClassVar = {reach: through_member(reach) for reach in REACHES}

    def confirmed(self):
        """Confirmed, not only named in a roster."""
        return self.filter(is_confirmed=True)


@tracked()
class Employment(Dated):
    """就业 — a person's job at an enterprise; only confirmed ones count toward 应建未建."""

    class Rank(models.TextChoices):
        EXECUTIVE = "executive", "高管"
        TECHNICAL_LEAD = "technical_lead", "技术负责人"
        MIDDLE = "middle", "中层"
        STAFF = "staff", "员工"

    owner_field = "member"

    member = models.ForeignKey(Member, models.CASCADE, related_name="employments", verbose_name="党员")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="employments", verbose_name="工作单位", db_index=False
    )
    job_title = models.CharField("职务", max_length=60, blank=True)
    department = models.CharField("部门", max_length=60, blank=True)
    rank = models.CharField("岗位层级", max_length=14, choices=Rank, blank=True)
    is_confirmed = models.BooleanField("已核实", default=True)

    objects = EmploymentQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "工作单位"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "member",
                "enterprise",
                name="employment_once",
                message="该人员在这段时间已登记在此单位工作。",
            ),
            models.CheckConstraint(
                condition=~Q(rank="executive") | ~Q(job_title=""),
                name="employment_executive_has_title",
                violation_error_message="高管须填写职务。",
            ),
        ]
        indexes = [models.Index(fields=["enterprise", "starts_on"], name="employment_enterprise")]

    def __str__(self):
        return f"{self.member}：{self.enterprise}"
