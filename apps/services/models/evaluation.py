"""双向评估 — departments rate enterprises' Party work, enterprises departments' service, round by round."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Avg, Count, F, Q

from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet
from apps.services.reaching import by_cluster, following

BEST = 5
FULL_SCORE = 100
MEAN_SCORE = Avg("answers__grade", output_field=models.DecimalField()) * FULL_SCORE / BEST
FEWEST = 5  # sheets below which a mean would tell who said what


class EvaluationRoundQuerySet(RemitQuerySet):
    """Rounds follow their cluster."""

    reached_by: ClassVar = by_cluster()

    def held_in(self, period):
        """Closed on a day of the period."""
        return self.filter(closes_on__range=period.days)


@tracked()
class EvaluationRound(models.Model):
    """评估轮次 — one direction, one cluster, one period."""

    class Kind(models.TextChoices):
        OF_ENTERPRISES = "of_enterprises", "政评企"
        OF_DEPARTMENTS = "of_departments", "企评政"

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "发布"
        OPEN = "open", "填报中"
        CLOSED = "closed", "截止"
        SUMMARISED = "summarised", "汇总"
        FED_BACK = "fed_back", "反馈"
        RECTIFYING = "rectifying", "整改"

    RECKONED = (Status.CLOSED, Status.SUMMARISED, Status.FED_BACK, Status.RECTIFYING)

    cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, related_name="evaluation_rounds", verbose_name="集群"
    )
    kind = models.CharField("方向", max_length=16, choices=Kind)
    title = models.CharField("名称", max_length=80)
    period_starts_on = models.DateField("评估期开始")
    period_ends_on = models.DateField("评估期结束")
    opens_on = models.DateField("填报开始")
    closes_on = models.DateField("填报截止")
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT)

    objects = EvaluationRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "双向评估"
        ordering = ["-closes_on", "kind"]
        constraints = [
            models.UniqueConstraint(
                "cluster",
                "kind",
                "period_starts_on",
                "period_ends_on",
                name="evaluation_round_once",
                violation_error_message="该集群这一评估期已有同一方向的评估。",
            ),
            models.CheckConstraint(
                condition=Q(period_ends_on__gte=F("period_starts_on")),
                name="evaluation_period_in_order",
                violation_error_message="评估期结束不能早于开始。",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="evaluation_days_in_order",
                violation_error_message="填报截止不能早于填报开始。",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def rates_departments(self):
        """企评政 — whoever is rated must not learn who said what."""
        return self.kind == EvaluationRound.Kind.OF_DEPARTMENTS


class CriterionQuerySet(RemitQuerySet):
    """The items of a round."""

    reached_by: ClassVar = following(EvaluationRound, "round", Reach.PLACE, Reach.CLUSTER)


@tracked()
class Criterion(models.Model):
    """评估项目 — one question of a round, answered from 1 to 5."""

    round = models.ForeignKey(EvaluationRound, models.CASCADE, related_name="criteria", verbose_name="评估")
    position = models.PositiveSmallIntegerField("顺序")
    text = models.CharField("内容", max_length=120)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评估项目"
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(
                "round",
                "position",
                name="criterion_position_once",
                violation_error_message="该评估已有同一顺序的项目。",
            )
        ]

    def __str__(self):
        return self.text


class EvaluationSheetQuerySet(RemitQuerySet):
    """Sheets: the cluster's, and each rater's own. A rated department never sees who rated it."""

    reached_by: ClassVar = following(EvaluationRound, "round", Reach.PLACE, Reach.CLUSTER) | {
        Reach.ENTERPRISE: lambda key: Q(enterprise=key, round__kind="of_departments"),
        Reach.DEPARTMENT: lambda key: Q(department=key, round__kind="of_enterprises"),
    }

    def reckoned_in(self, period):
        """Of rounds that closed on a day of the period."""
        return self.filter(round__closes_on__range=period.days, round__status__in=EvaluationRound.RECKONED)

    def of_kind(self, kind):
        """政评企 or 企评政."""
        return self.filter(round__kind=kind)

    def scored(self):
        """Each with ``score``, 0 to 100: what its answers come to on average, 5 being all."""
        return self.annotate(score=MEAN_SCORE)

    def by_rated(self, round):
        """Of a round: whom its sheets speak of by name, how many do, and what they come to on average."""
        name = F("department__name") if round.rates_departments else F("enterprise__name")
        rated = self.filter(round=round).order_by().values(name=name)
        found = rated.annotate(sheets=Count("pk", distinct=True), mean=MEAN_SCORE).order_by("name")
        return found.values_list("name", "sheets", "mean")


@tracked()
class EvaluationSheet(models.Model):
    """评估表 — what one side says of the other; who rates whom follows from the round's direction."""

    round = models.ForeignKey(EvaluationRound, models.CASCADE, related_name="sheets", verbose_name="评估")
    enterprise = models.ForeignKey(
        "clusters.Enterprise",
        models.PROTECT,
        related_name="evaluation_sheets",
        verbose_name="企业",
    )
    department = models.ForeignKey(
        "clusters.Department",
        models.PROTECT,
        related_name="evaluation_sheets",
        verbose_name="部门",
    )
    comment = models.TextField("意见", blank=True)
    submitted_at = models.DateTimeField("提交时间")

    objects = EvaluationSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评估表"
        ordering = ["round", "-submitted_at"]
        constraints = [
            models.UniqueConstraint(
                "round",
                "enterprise",
                "department",
                name="evaluation_sheet_once",
                violation_error_message="这一对企业和部门的评估表已提交。",
            )
        ]

    def __str__(self):
        return f"{self.round}：{self.enterprise}、{self.department}"

    @property
    def rater(self):
        """Who filled it in."""
        return self.enterprise if self.round.rates_departments else self.department

    @property
    def rated(self):
        """Of whom it speaks."""
        return self.department if self.round.rates_departments else self.enterprise


class AnswerQuerySet(RemitQuerySet):
    """Answers follow their sheet."""

    reached_by: ClassVar = following(
        EvaluationSheet, "sheet", Reach.PLACE, Reach.CLUSTER, Reach.ENTERPRISE, Reach.DEPARTMENT
    )


@tracked()
class Answer(models.Model):
    """评分 — one criterion of one sheet, from 1 to 5."""

    sheet = models.ForeignKey(EvaluationSheet, models.CASCADE, related_name="answers", verbose_name="评估表")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="answers", verbose_name="项目")
    grade = models.PositiveSmallIntegerField(
        "评分", validators=[MinValueValidator(1), MaxValueValidator(BEST)]
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评分"
        ordering = ["sheet", "criterion__position"]
        constraints = [
            models.UniqueConstraint(
                "sheet",
                "criterion",
                name="answer_once",
                violation_error_message="该项目已评分。",
            ),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=BEST),
                name="answer_grade_one_to_five",
                violation_error_message="评分为1至5。",
            ),
        ]

    def __str__(self):
        return f"{self.criterion} {self.grade}"

    def clean(self):
        if self.criterion_id and self.criterion.round_id != self.sheet.round_id:
            raise ValidationError({"criterion": "不是这次评估的项目。"})
