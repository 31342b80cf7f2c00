"""红色专线 — recruiting lines to other provinces, and the people hired through them or at a fair."""

from typing import ClassVar

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum

from apps.activities.models.activity import Activity
from apps.clusters.models import Cluster, Enterprise
from apps.core.constraints import exactly_one_of, needed_when
from apps.core.dated import DatedQuerySet, Planned
from apps.core.history import tracked
from apps.core.reaching import below, either, following
from apps.core.remit import RemitQuerySet
from apps.organizations.models import PartyOrganization


class RecruitLineQuerySet(DatedQuerySet):
    """红色专线 rows."""

    reached_by: ClassVar = either(
        below(place="place__path"),
        following("cluster", Cluster),
        following("organization", PartyOrganization),
    )


@tracked()
class RecruitLine(Planned):
    """红色专线 — an agreed way of recruiting from one place of another province."""

    class Status(models.TextChoices):
        SIGNED = "signed", "签约"
        RUNNING = "running", "运行"
        FINISHED = "finished", "结项"

    name = models.CharField("专线名称", max_length=80)
    line_no = models.CharField("编号", max_length=20, blank=True)
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, null=True, blank=True, verbose_name="服务区域"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="recruit_lines", verbose_name="集群"
    )
    organization = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recruit_lines",
        verbose_name="牵头党组织",
        help_text="如招工先锋行动支部",
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.RUNNING)

    objects = RecruitLineQuerySet.as_manager()

    class Meta(Planned.Meta):
        verbose_name = verbose_name_plural = "红色专线"
        constraints = [
            *Planned.Meta.constraints,
            needed_when(
                Q(status="running"),
                "starts_on",
                name="recruit_line_running_has_begun",
                message="运行中的专线须填写开始日期。",
            ),
            needed_when(
                Q(status="finished"),
                "ends_on",
                name="recruit_line_finished_has_end",
                message="已结项的专线须填写结束日期。",
            ),
        ]

    def __str__(self):
        return self.name


class RecruitOriginQuerySet(RemitQuerySet):
    """来源地 rows follow their line."""

    reached_by: ClassVar = following("line", RecruitLine)

    def keyed(self):
        """Each with the key of the first that names its province, and its city."""
        same = RecruitOrigin.objects.filter(province=OuterRef("province")).order_by("pk").values("pk")
        return self.alias(
            in_province=Subquery(same[:1]), in_city=Subquery(same.filter(city=OuterRef("city"))[:1])
        )

    def of_lines_in_force(self, day):
        """Of lines running on a day: count the distinct provinces (省) and cities (地)."""
        return self.filter(line__in=RecruitLine.objects.in_force(day).order_by().values("pk"))


@tracked()
class RecruitOrigin(models.Model):
    """专线来源地 — one place a line recruits from."""

    line = models.ForeignKey(RecruitLine, models.CASCADE, related_name="origins", verbose_name="专线")
    province = models.CharField("省份", max_length=20)
    city = models.CharField("地区", max_length=20)

    objects = RecruitOriginQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专线来源地"
        ordering = ["line", "province", "city"]
        constraints = [
            models.UniqueConstraint(
                "line",
                "province",
                "city",
                name="recruit_origin_once",
                violation_error_message="该专线已登记这个来源地。",
            )
        ]

    def __str__(self):
        return f"{self.province}{self.city}"


class RecruitResultQuerySet(RemitQuerySet):
    """招工结果 rows; reached with the line, the fair or the enterprise."""

    reached_by: ClassVar = either(
        following("line", RecruitLine), following("activity", Activity), following("enterprise", Enterprise)
    )

    def hired_in(self, period):
        """Within a period."""
        return self.filter(hired_on__range=period.days)

    def total(self):
        """人数"""
        return self.aggregate(total=Sum("hired"))["total"] or 0


@tracked()
class RecruitResult(models.Model):
    """招工结果 — how many one enterprise hired through a line or at a fair."""

    line = models.ForeignKey(
        RecruitLine, models.PROTECT, null=True, blank=True, related_name="results", verbose_name="专线"
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="recruited", verbose_name="招聘活动"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="recruited", verbose_name="用工企业"
    )
    hired_on = models.DateField("日期")
    hired = models.PositiveIntegerField("招工人数")

    objects = RecruitResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "招工结果"
        ordering = ["-hired_on", "-pk"]
        constraints = [
            exactly_one_of(
                "line",
                "activity",
                name="recruit_result_has_one_origin",
                message="请填写专线或招聘活动中的一项。",
            )
        ]

    def __str__(self):
        return f"{self.line or self.activity} {self.hired}人"
