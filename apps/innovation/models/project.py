"""重点攻坚、投资项目、强链补链延链 — what a chain sets itself to do, and where it has gaps."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least

from apps.clusters.models import Cluster, Enterprise
from apps.core.constraints import at_least_one_of, in_order, needed_when
from apps.core.history import tracked
from apps.core.reaching import below, either, following
from apps.core.remit import RemitQuerySet
from apps.innovation.models.alliance import Alliance
from apps.members.models import WorkTeam
from apps.organizations.models import PartyOrganization


class TackleProjectQuerySet(RemitQuerySet):
    """攻坚 rows; reached with the cluster, the leading organisation or the leading enterprise."""

    reached_by: ClassVar = either(
        following("cluster", Cluster),
        following("organization", PartyOrganization),
        following("enterprise", Enterprise),
    )

    def of_year(self, year):
        """年度重点攻坚项目"""
        return self.filter(year=year)

    def due_by(self, day):
        """To be finished by a day."""
        return self.filter(due_on__lte=day)

    def completed(self, by=None):
        """完成, by a day if given."""
        done = self.filter(completed_on__isnull=False)
        return done if by is None else done.filter(completed_on__lte=by)


@tracked()
class TackleProject(models.Model):
    """重点攻坚项目 — on a chain's list of one year; each year's list stands by itself."""

    class Status(models.TextChoices):
        APPROVED = "approved", "立项"
        UNDERWAY = "underway", "实施"
        COMPLETED = "completed", "完成"
        EXTENDED = "extended", "延期"

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="tackle_projects", verbose_name="集群")
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(1949), MaxValueValidator(2100)]
    )
    title = models.CharField("项目名称", max_length=120)
    organization = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tackle_projects",
        verbose_name="牵头党组织",
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tackle_projects",
        verbose_name="牵头企业",
    )
    team = models.ForeignKey(
        WorkTeam, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name="攻坚队伍"
    )
    alliance = models.ForeignKey(
        Alliance, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name="攻关共同体"
    )
    target = models.TextField("目标", blank=True)
    progress = models.PositiveSmallIntegerField("进度（%）", default=0, validators=[MaxValueValidator(100)])
    due_on = models.DateField("计划完成日期")
    completed_on = models.DateField("完成日期", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.APPROVED)

    objects = TackleProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "重点攻坚项目"
        ordering = ["-year", "cluster", "pk"]
        constraints = [
            at_least_one_of(
                "organization",
                "enterprise",
                name="tackle_project_has_lead",
                message="请填写牵头党组织或牵头企业。",
            ),
            models.UniqueConstraint(
                "cluster",
                "year",
                "title",
                name="tackle_project_once_a_year",
                violation_error_message="该集群当年已列入这个项目。",
            ),
            models.CheckConstraint(
                condition=Q(status="completed", completed_on__isnull=False, progress=100)
                | (~Q(status="completed") & Q(completed_on=None)),
                name="tackle_project_completed_has_day",
                violation_error_message="完成的项目进度应为100%，并填写完成日期。",
            ),
        ]

    def __str__(self):
        return self.title


class InvestmentProjectQuerySet(RemitQuerySet):
    """投资项目 rows; reached with the cluster, the place or the enterprise."""

    reached_by: ClassVar = either(
        following("cluster", Cluster), below(place="place__path"), following("enterprise", Enterprise)
    )

    def landed_in(self, period):
        """签约及以后 — first of the stages from signing on reached in the period."""
        reached = Least("signed_on", "landed_on", "started_on", "opened_on")
        return self.annotate(reached_on=reached).filter(reached_on__range=period.days)


@tracked()
class InvestmentProject(models.Model):
    """投资项目 — from talks to production; each stage keeps its day."""

    class Status(models.TextChoices):
        TALKS = "talks", "洽谈"
        SIGNED = "signed", "签约"
        LANDED = "landed", "落户"
        STARTED = "started", "开工"
        OPENED = "opened", "投产"

    name = models.CharField("项目名称", max_length=120)
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="investments",
        verbose_name="投资企业",
    )
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="investments", verbose_name="集群")
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, null=True, blank=True, verbose_name="落户区域"
    )
    amount = models.DecimalField("投资额（万元）", max_digits=14, decimal_places=2, null=True, blank=True)
    status = models.CharField("阶段", max_length=10, choices=Status, default=Status.TALKS)
    signed_on = models.DateField("签约日期", null=True, blank=True)
    landed_on = models.DateField("落户日期", null=True, blank=True)
    started_on = models.DateField("开工日期", null=True, blank=True)
    opened_on = models.DateField("投产日期", null=True, blank=True)

    objects = InvestmentProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "投资项目"
        ordering = ["cluster", "name"]
        constraints = [
            *(
                needed_when(
                    Q(status=stage),
                    f"{stage}_on",
                    name=f"investment_{stage}_has_day",
                    message=f"已{said}的项目须填写{said}日期。",
                )
                for stage, said in (
                    ("signed", "签约"),
                    ("landed", "落户"),
                    ("started", "开工"),
                    ("opened", "投产"),
                )
            ),
            in_order(
                "signed_on",
                "landed_on",
                name="investment_landed_after_signing",
                message="落户日期不能早于签约日期。",
            ),
            in_order(
                "signed_on",
                "started_on",
                name="investment_started_after_signing",
                message="开工日期不能早于签约日期。",
            ),
            in_order(
                "started_on",
                "opened_on",
                name="investment_opened_after_start",
                message="投产日期不能早于开工日期。",
            ),
            models.UniqueConstraint(
                "cluster",
                "name",
                name="investment_once",
                violation_error_message="该集群已登记这个项目。",
            ),
        ]

    def __str__(self):
        return self.name


class ChainGapQuerySet(RemitQuerySet):
    """强补延 rows follow their cluster."""

    reached_by: ClassVar = following("cluster", Cluster)

    def open(self, day):
        """Identified by a day, not filled then."""
        return self.filter(Q(filled_on=None) | Q(filled_on__gt=day), identified_on__lte=day)


@tracked()
class ChainGap(models.Model):
    """强链补链延链 — a segment of a chain to strengthen, fill or extend."""

    class Kind(models.TextChoices):
        STRENGTHEN = "strengthen", "强链"
        FILL = "fill", "补链"
        EXTEND = "extend", "延链"

    class Status(models.TextChoices):
        IDENTIFIED = "identified", "识别"
        UNDERWAY = "underway", "招引（攻关）"
        FILLED = "filled", "补齐"

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="chain_gaps", verbose_name="集群")
    segment = models.CharField("环节", max_length=80)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    target = models.CharField("目标", max_length=200, blank=True)
    investment = models.ForeignKey(
        InvestmentProject,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chain_gaps",
        verbose_name="招引项目",
    )
    tackle_project = models.ForeignKey(
        TackleProject,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chain_gaps",
        verbose_name="攻坚项目",
    )
    identified_on = models.DateField("识别日期")
    filled_on = models.DateField("补齐日期", null=True, blank=True)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.IDENTIFIED)

    objects = ChainGapQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "强链补链延链"
        ordering = ["cluster", "kind", "segment"]
        constraints = [
            models.UniqueConstraint(
                "cluster",
                "segment",
                "kind",
                name="chain_gap_once",
                violation_error_message="该集群已登记这个环节。",
            ),
            needed_when(
                Q(status="filled"),
                "filled_on",
                name="chain_gap_filled_has_day",
                message="已补齐的须填写补齐日期。",
            ),
            models.CheckConstraint(
                condition=Q(filled_on=None) | Q(filled_on__gte=F("identified_on")),
                name="chain_gap_filled_after_identified",
                violation_error_message="补齐日期不能早于识别日期。",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.segment}"
