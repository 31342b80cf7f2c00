"""点单 — what one enterprise asks the cluster committee to get done."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, Min, Q, Subquery

from apps.clusters.models import Enterprise
from apps.core.fields import EncryptedField, RowKeyField
from apps.core.history import tracked
from apps.core.identifiers import mask_phone, validate_phone
from apps.core.models import Step
from apps.core.remit import Reach, RemitQuerySet
from apps.organizations.models import ClusterBody
from apps.services.models.catalogue import ServiceItem
from apps.services.models.visit import Visit
from apps.services.reaching import either, of, through


class Category(models.TextChoices):
    """诉求类别, of orders and of the three lists."""

    LAND = "land", "用地"
    RECRUITING = "recruiting", "招工"
    FINANCE = "finance", "融资"
    TALENT = "talent", "人才"
    APPROVAL = "approval", "审批"
    MARKET = "market", "市场"
    TECHNOLOGY = "technology", "技术"
    POLICY = "policy", "政策"
    SAFETY = "safety", "安全"
    OTHER = "other", "其他"


def _by_cluster(path):
    """Orders placed with a cluster's body; those with no body, through the enterprise on the chain.

    What an enterprise on two chains asked of the other cluster stays between those two.
    """
    on_chain = through(Enterprise, "enterprise", Reach.CLUSTER)(path)
    return Q(body__cluster__path__startswith=path) | (Q(body=None) & on_chain)


class ServiceOrderQuerySet(RemitQuerySet):
    """点单 rows; handlers reach theirs through assignments. The steps say what stood on a day (截至)."""

    reached_by: ClassVar = {
        Reach.PLACE: either(
            of("body__cluster__place__path__startswith"),
            through(Enterprise, "enterprise", Reach.PLACE),
        ),
        Reach.CLUSTER: _by_cluster,
        Reach.ENTERPRISE: "enterprise",
    }

    def on(self, day):
        """Each with ``status_on``, where it stood at the end of a day; nothing before it was placed."""
        steps = Step.objects.behind(ServiceOrder).filter(at__date__lte=day).order_by("-at", "-pk")
        return self.annotate(status_on=Subquery(steps.values("state")[:1]))

    def with_closing(self, day):
        """Each closed by a day, with the day it was resolved on (``resolved_on``), the last time."""
        steps = Step.objects.behind(ServiceOrder).filter(state=ServiceOrder.Status.RESOLVED)
        last = steps.filter(at__date__lte=day).order_by("-at", "-pk").values("at__date")[:1]
        closed = self.on(day).filter(status_on__in=ServiceOrder.CLOSED)
        return closed.annotate(resolved_on=Subquery(last))

    def placed_in(self, period):
        """Submitted on a day of the period."""
        return self.filter(submitted_at__date__range=period.days)

    def resolved_in(self, period):
        """已办结 on a day of the period, and not reopened by its end."""
        return self.with_closing(period.end).filter(resolved_on__range=period.days)

    def resolved_by(self, day):
        """已办结 by a day."""
        return self.with_closing(day)

    def due_by(self, day):
        """Due by a day and taken on, leaving out what was withdrawn or not admitted."""
        taken_on = self.on(day).filter(due_on__lte=day, status_on__isnull=False)
        return taken_on.exclude(status_on__in=ServiceOrder.NOT_COUNTED).filter(
            Exists(_steps_to(ServiceOrder.Status.ACCEPTED, day))
        )

    def resolved_in_time(self, period):
        """Resolved in the period no later than due."""
        return self.resolved_in(period).filter(resolved_on__lte=F("due_on"))

    def dispatched_in_time(self):
        """派单 within 24 working hours."""
        first = self.annotate(first_dispatched_at=Min("assignments__dispatched_at"))
        return first.filter(first_dispatched_at__lte=F("dispatch_by"))

    def to_dispatch(self):
        """待派单、退回重派"""
        return self.filter(status__in=ServiceOrder.TO_DISPATCH)

    def overdue(self, day):
        """Open and past due on a day."""
        standing = self.on(day).filter(due_on__lt=day)
        return standing.filter(status_on__in=ServiceOrder.OPEN)


def _steps_to(state, day):
    return Step.objects.behind(ServiceOrder).filter(state=state, at__date__lte=day)


@tracked()
class ServiceOrder(models.Model):
    """点单 — one request, from whichever channel it came, until it is answered and rated."""

    class Channel(models.TextChoices):
        PLACED = "placed", "点单"
        VISIT = "visit", "走访"
        THROUGH_TRAIN = "through_train", "直通车"
        HOTLINE = "hotline", "热线"
        CONSULTATION = "consultation", "会商"
        COMMISSIONER = "commissioner", "红色专员"

    class Level(models.TextChoices):
        EVERYDAY = "everyday", "日常"
        PROFESSIONAL = "professional", "专业"
        KEY = "key", "重点"
        DIFFICULT = "difficult", "疑难"

    class Status(models.TextChoices):
        PLACED = "placed", "待派单"
        DISPATCHED = "dispatched", "已派单"
        ACCEPTED = "accepted", "已接单"
        RETURNED = "returned", "退回重派"
        HANDLING = "handling", "办理中"
        RESOLVED = "resolved", "已办结"
        RATED = "rated", "已评价"
        ARCHIVED = "archived", "已归档"
        SUSPENDED = "suspended", "挂起"
        WITHDRAWN = "withdrawn", "撤销"
        DECLINED = "declined", "不予受理"

    class Result(models.TextChoices):
        SOLVED = "solved", "已解决"
        PARTLY = "partly", "部分解决"
        EXPLAINED = "explained", "解释说明"
        UNSOLVED = "unsolved", "无法解决"

    CLOSED = (Status.RESOLVED, Status.RATED, Status.ARCHIVED)
    NOT_COUNTED = (Status.WITHDRAWN, Status.DECLINED)
    TO_DISPATCH = (Status.PLACED, Status.RETURNED)
    OPEN = (Status.PLACED, Status.DISPATCHED, Status.ACCEPTED, Status.RETURNED, Status.HANDLING)

    uid = RowKeyField(unique=True)
    number = models.CharField("编号", max_length=20, unique=True, editable=False)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="service_orders", verbose_name="企业"
    )
    body = models.ForeignKey(
        ClusterBody,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="service_orders",
        verbose_name="受理集群党委",
    )
    item = models.ForeignKey(
        ServiceItem, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name="服务事项"
    )
    category = models.CharField("类别", max_length=12, choices=Category)
    channel = models.CharField("来源", max_length=14, choices=Channel, default=Channel.PLACED)
    level = models.CharField("问题层级", max_length=14, choices=Level, default=Level.EVERYDAY)
    description = models.TextField("诉求内容")
    submitter = models.CharField("提交人", max_length=40, blank=True)
    submitter_phone = EncryptedField("提交人电话", mask=mask_phone, validators=[validate_phone])
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name="来自走访"
    )
    submitted_at = models.DateTimeField("提交时间")
    dispatch_by = models.DateTimeField("派单时限", editable=False)
    due_on = models.DateField("办理期限", null=True, blank=True, editable=False)
    suspended_on = models.DateField("挂起日期", null=True, blank=True, editable=False)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.PLACED, editable=False)
    result = models.CharField("办理结果", max_length=12, choices=Result, blank=True, editable=False)
    outcome = models.TextField("办理情况", blank=True, editable=False)
    was_reopened = models.BooleanField("已重办", default=False, editable=False)

    objects = ServiceOrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "点单"
        ordering = ["-submitted_at", "-pk"]
        indexes = [models.Index(fields=["status", "due_on"], name="order_status_due")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=("resolved", "rated", "archived")) | ~Q(result=""),
                name="order_resolved_has_result",
                violation_error_message="办结须填写办理结果。",
            ),
            models.CheckConstraint(
                condition=Q(status="suspended", suspended_on__isnull=False)
                | (~Q(status="suspended") & Q(suspended_on=None)),
                name="order_suspended_has_day",
                violation_error_message="挂起的点单须有挂起日期，其余不填。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.enterprise}"

    def is_overdue(self, day):
        """Open and past due."""
        return self.status in ServiceOrder.OPEN and self.due_on is not None and self.due_on < day
