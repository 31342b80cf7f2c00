"""揭榜攻关 — a firm posts what it cannot solve, somebody takes it up, and delivers or not."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from apps.clusters.models import Cluster, Enterprise
from apps.core.constraints import at_least_one_of, in_order, needed_when
from apps.core.history import tracked
from apps.core.reaching import either, following
from apps.core.remit import RemitQuerySet
from apps.members.models import WorkTeam


class OpenCallQuerySet(RemitQuerySet):
    """揭榜 rows; reached with the cluster or with the enterprise that posted them."""

    reached_by: ClassVar = either(following("cluster", Cluster), following("enterprise", Enterprise))

    def published_in(self, period):
        """发榜 within a period."""
        return self.filter(published_on__range=period.days)

    def closed_by(self, day):
        """Published, with the deadline passed by a day: what 揭榜率 is asked of."""
        return self.filter(published_on__isnull=False, deadline__lte=day)

    def taken_up(self, by):
        """揭榜 — with a claim made by a day."""
        return self.filter(Exists(CallClaim.objects.filter(call=OuterRef("pk"), claimed_on__lte=by)))

    def judged(self, by, passed=None):
        """验收 — with an acceptance by a day, passed or not."""
        judged = self.filter(acceptance__judged_on__lte=by)
        return judged if passed is None else judged.filter(acceptance__is_passed=passed)


@tracked()
class OpenCall(models.Model):
    """揭榜项目 — one problem posted for anybody to take up; the budget is 万元."""

    class Status(models.TextChoices):
        COLLECTED = "collected", "征集"
        ASSESSED = "assessed", "论证"
        PUBLISHED = "published", "发榜"
        CLAIMED = "claimed", "揭榜"
        CONTRACTED = "contracted", "签约"
        UNDERWAY = "underway", "攻关"
        PASSED = "passed", "验收通过"
        FAILED = "failed", "验收不通过"
        ARCHIVED = "archived", "归档"
        LAPSED = "lapsed", "流榜"

    BEFORE_PUBLISHING = (Status.COLLECTED, Status.ASSESSED)

    call_no = models.CharField("榜单编号", max_length=40, unique=True)
    title = models.CharField("攻关题目", max_length=120)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="open_calls", verbose_name="发榜企业"
    )
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="open_calls", verbose_name="集群")
    field = models.CharField("技术领域", max_length=60, blank=True)
    description = models.TextField("攻关内容和指标", blank=True)
    budget = models.DecimalField("榜额（万元）", max_digits=14, decimal_places=2, null=True, blank=True)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.COLLECTED)
    published_on = models.DateField("发榜日期", null=True, blank=True)
    deadline = models.DateField("揭榜截止", null=True, blank=True)
    contracted_on = models.DateField("签约日期", null=True, blank=True)

    objects = OpenCallQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "揭榜项目"
        ordering = ["-published_on", "-pk"]
        constraints = [
            in_order(
                "published_on",
                "deadline",
                name="call_deadline_after_publishing",
                message="揭榜截止不能早于发榜日期。",
            ),
            in_order(
                "published_on",
                "contracted_on",
                name="call_contracted_after_publishing",
                message="签约日期不能早于发榜日期。",
            ),
            needed_when(
                ~Q(status__in=("collected", "assessed")),
                "published_on",
                "deadline",
                name="call_published_has_days",
                message="已发榜的须填写发榜日期和揭榜截止。",
            ),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=0),
                name="call_budget_not_negative",
                violation_error_message="榜额不能为负数。",
            ),
        ]

    def __str__(self):
        return self.title


class CallClaimQuerySet(RemitQuerySet):
    """Claims, reached with the call or with the enterprise that claimed."""

    reached_by: ClassVar = either(following("call", OpenCall), following("enterprise", Enterprise))


@tracked()
class CallClaim(models.Model):
    """揭榜 — who offers to solve it, and how; one claim is chosen."""

    call = models.ForeignKey(OpenCall, models.CASCADE, related_name="claims", verbose_name="揭榜项目")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="call_claims", verbose_name="揭榜企业"
    )
    institution = models.ForeignKey(
        "clusters.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="call_claims",
        verbose_name="揭榜院所",
    )
    team = models.ForeignKey(
        WorkTeam, models.PROTECT, null=True, blank=True, related_name="call_claims", verbose_name="攻关队伍"
    )
    claimed_on = models.DateField("揭榜日期")
    plan = models.TextField("方案", blank=True)
    is_chosen = models.BooleanField("中榜", default=False)

    objects = CallClaimQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "揭榜"
        ordering = ["call", "claimed_on", "pk"]
        constraints = [
            at_least_one_of(
                "enterprise",
                "institution",
                "team",
                name="call_claim_has_claimer",
                message="请填写揭榜企业、院所或攻关队伍。",
            ),
            models.UniqueConstraint(
                "call",
                condition=Q(is_chosen=True),
                name="call_one_chosen_claim",
                violation_error_message="该项目已有中榜方。",
            ),
        ]

    def __str__(self):
        return f"{self.call}：{self.team or self.enterprise or self.institution}"


class CallPartQuerySet(RemitQuerySet):
    """Milestones and acceptances follow their call."""

    reached_by: ClassVar = following("call", OpenCall)


@tracked()
class Milestone(models.Model):
    """里程碑 — what is to be reached by when."""

    call = models.ForeignKey(OpenCall, models.CASCADE, related_name="milestones", verbose_name="揭榜项目")
    title = models.CharField("节点", max_length=120)
    due_on = models.DateField("计划日期")
    reached_on = models.DateField("完成日期", null=True, blank=True)

    class MilestoneQuerySet(CallPartQuerySet):
        reached_by: ClassVar = dict(CallPartQuerySet.reached_by)

        def overdue(self, day):
            """Not reached when due."""
            return self.filter(reached_on=None, due_on__lt=day)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "里程碑"
        ordering = ["call", "due_on", "pk"]

    def __str__(self):
        return self.title


@tracked()
class CallAcceptance(models.Model):
    """验收 — whether what was delivered passed; kept when the call is archived."""

    call = models.OneToOneField(OpenCall, models.CASCADE, related_name="acceptance", verbose_name="揭榜项目")
    judged_on = models.DateField("验收日期")
    is_passed = models.BooleanField("通过")
    outputs = models.TextField("成果", blank=True)

    class AcceptanceQuerySet(CallPartQuerySet):
        reached_by: ClassVar = dict(CallPartQuerySet.reached_by)

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "揭榜验收"
        ordering = ["-judged_on"]

    def __str__(self):
        return f"{self.call}验收{'通过' if self.is_passed else '不通过'}"

    def clean(self):
        began = self.call.contracted_on if self.call_id else None
        if began and self.judged_on and self.judged_on < began:
            raise ValidationError({"judged_on": "验收日期不能早于签约日期。"})
