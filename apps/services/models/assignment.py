"""派单 — an order handed to who will answer it; what is handed to a department or organisation it may see."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.clusters.models import Enterprise
from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet, reaches
from apps.services.models.order import ServiceOrder
from apps.services.reaching import through


class AssignmentQuerySet(RemitQuerySet):
    """派单 rows follow their order; a department sees its own."""

    reached_by: ClassVar = {
        reach: through(ServiceOrder, "order", reach)
        for reach in (Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION, Reach.ENTERPRISE)
    } | {Reach.DEPARTMENT: "department"}

    def standing(self):
        """Neither refused nor taken back."""
        return self.filter(status__in=Assignment.STANDING)

    def unfinished(self):
        """待接单、已接单"""
        return self.filter(status__in=Assignment.UNFINISHED)

    def overdue(self, day):
        """Unfinished and past due, while the order is open."""
        return self.unfinished().filter(order__status__in=ServiceOrder.OPEN, due_on__lt=day)

    def leading(self):
        """主办"""
        return self.filter(role=Assignment.Role.LEAD)

    def finished_in(self, period):
        """Finished on a day of the period."""
        return self.filter(finished_at__date__range=period.days)


@tracked()
class Assignment(models.Model):
    """派单 — an order handed to one handler, who leads (主办) or helps (协办), each with its own clock."""

    class Role(models.TextChoices):
        LEAD = "lead", "主办"
        JOINT = "joint", "协办"

    class Handler(models.TextChoices):
        COMMISSIONER = "commissioner", "红色专员"
        DEPARTMENT = "department", "职能部门"
        CHIEF = "chief", "链长"
        JOINT_MEETING = "joint_meeting", "联席会议"

    class Status(models.TextChoices):
        WAITING = "waiting", "待接单"
        ACCEPTED = "accepted", "已接单"
        REFUSED = "refused", "已退单"
        FINISHED = "finished", "已办结"
        REVOKED = "revoked", "已收回"

    STANDING = (Status.WAITING, Status.ACCEPTED, Status.FINISHED)
    UNFINISHED = (Status.WAITING, Status.ACCEPTED)

    order = models.ForeignKey(ServiceOrder, models.CASCADE, related_name="assignments", verbose_name="点单")
    role = models.CharField("分工", max_length=8, choices=Role, default=Role.LEAD)
    handler = models.CharField("承办方式", max_length=14, choices=Handler, default=Handler.DEPARTMENT)
    department = models.ForeignKey(
        "clusters.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="承办部门",
    )
    organization = models.ForeignKey(
        "organizations.PartyOrganization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="承办党组织",
        help_text="行动支部、产业链党建联席会议等",
    )
    member = models.ForeignKey(
        "members.Member",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="承办人",
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.WAITING)
    dispatched_at = models.DateTimeField("派单时间")
    due_on = models.DateField("办理期限")
    accepted_at = models.DateTimeField("接单时间", null=True, blank=True)
    finished_at = models.DateTimeField("办结时间", null=True, blank=True)
    note = models.TextField("退单理由或办理情况", blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "派单"
        ordering = ["order", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                "order",
                condition=Q(role="lead", status__in=("waiting", "accepted", "finished")),
                name="assignment_one_lead",
                violation_error_message="该点单已有主办。",
            ),
            models.CheckConstraint(
                condition=Q(department__isnull=False)
                | Q(organization__isnull=False)
                | Q(member__isnull=False),
                name="assignment_has_handler",
                violation_error_message="请选择承办部门、党组织或承办人。",
            ),
            models.CheckConstraint(
                condition=~Q(status="finished") | Q(finished_at__isnull=False),
                name="assignment_finished_has_time",
                violation_error_message="已办结的派单须有办结时间。",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.answerer}"

    def is_overdue(self, day):
        """Unfinished and past due, while the order is open: one that is suspended has no clock."""
        is_open = self.status in Assignment.UNFINISHED and self.order.status in ServiceOrder.OPEN
        return is_open and self.due_on < day

    @property
    def answerer(self):
        """Who answers: a department, an organisation or a person."""
        return self.department or self.organization or self.member


@reaches(ServiceOrder, Reach.DEPARTMENT)
def order_by_department(key):
    """Orders that a department answers or has answered."""
    handled = Assignment.objects.standing().filter(department=key)
    return Q(pk__in=handled.values("order"))


@reaches(ServiceOrder, Reach.ORGANIZATION)
def order_by_organization(path):
    """Orders that an organisation answers, those placed with it, and those of the enterprises it serves."""
    handled = Assignment.objects.standing().filter(organization__path__startswith=path)
    theirs = through(Enterprise, "enterprise", Reach.ORGANIZATION)(path)
    placed = Q(body__organization__path__startswith=path)
    return Q(pk__in=handled.values("order")) | placed | theirs
