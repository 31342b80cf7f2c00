"""出席 — who came to an activity, for which organisation."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from apps.activities.models.activity import Activity, ActivityHost
from apps.core.dated import in_force
from apps.core.history import tracked
from apps.core.reaching import either, following
from apps.core.remit import RemitQuerySet
from apps.members.models import Affiliation, Member, MemberStanding
from apps.members.models.member import FULL, NORMAL, PROBATIONARY
from apps.organizations.models import PartyOrganization


class AttendanceQuerySet(RemitQuerySet):
    """出席 rows; seen by the hosts, and by whoever answers for the person."""

    reached_by: ClassVar = either(following("activity", Activity), following("member", Member))

    def present(self):
        """到会"""
        return self.filter(status=Attendance.Status.PRESENT)

    def held_in(self, period):
        """Of activities held in a period."""
        return self.filter(activity__status__in=Activity.HELD, activity__held_on__range=period.days)

    def members(self):
        """Keys of the people, each once (人, not 人次)."""
        return self.order_by().values("member").distinct()

    def away_from_home(self):
        """多重组织生活 — members present elsewhere than with the branch they belonged to that day."""
        then = in_force(OuterRef("activity__held_on"))
        home = Affiliation.objects.filter(then, member=OuterRef("member"))
        is_member = MemberStanding.objects.filter(
            then, member=OuterRef("member"), stage__in=(FULL, PROBATIONARY), party_status=NORMAL
        )
        represented = home.filter(organization=OuterRef("organization"))
        hosting = home.filter(
            organization__in=ActivityHost.objects.filter(activity=OuterRef(OuterRef("activity"))).values(
                "organization"
            )
        )
        stood_for_home = Q(organization__isnull=False) & Exists(represented)
        hosted_by_home = Q(organization=None) & Exists(hosting)
        return self.present().filter(Exists(is_member)).exclude(stood_for_home | hosted_by_home)


@tracked()
class Attendance(models.Model):
    """出席 — one person at one activity, and the organisation the person stood for there."""

    class Status(models.TextChoices):
        ENROLLED = "enrolled", "报名"
        PRESENT = "present", "到会"
        EXCUSED = "excused", "请假"
        ABSENT = "absent", "缺席"
        OBSERVER = "observer", "列席"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendances", verbose_name="活动")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances", verbose_name="人员")
    organization = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代表党组织",
        help_text="以哪个党组织成员的身份参加；不填按主办党组织",
    )
    status = models.CharField("情况", max_length=10, choices=Status, default=Status.PRESENT)
    hours = models.DecimalField(
        "学时", max_digits=4, decimal_places=1, null=True, blank=True, validators=[MaxValueValidator(200)]
    )
    reason = models.CharField("请假事由", max_length=120, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出席"
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(
                "activity",
                "member",
                name="attendance_once",
                violation_error_message="该人员已登记出席这项活动。",
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gt=0, status__in=("present", "observer")),
                name="attendance_hours_of_those_present",
                violation_error_message="到会或列席的才计学时。",
            ),
        ]
        indexes = [models.Index(fields=["member", "status"], name="attendance_member_status")]

    def __str__(self):
        return f"{self.member}（{self.get_status_display()}）"
