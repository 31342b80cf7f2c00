"""创新联合体 — firms with universities or institutes that research together."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from apps.clusters.models import Cluster, Enterprise
from apps.core.constraints import exactly_one_of, needed_when
from apps.core.dated import Dated, DatedQuerySet, Planned
from apps.core.history import tracked
from apps.core.reaching import either, following, reach_by_parts


class ConsortiumQuerySet(DatedQuerySet):
    """联合体 rows; reached with the cluster, the lead or a member."""

    reached_by: ClassVar = either(following("cluster", Cluster), following("lead", Enterprise))

    def complete(self, day):
        """With a university or institute beside the leading enterprise on a day."""
        academic = ConsortiumMember.objects.in_force(day).academic().filter(consortium=OuterRef("pk"))
        return self.filter(Exists(academic))


@tracked()
class Consortium(Planned):
    """创新联合体 — led by an enterprise, with at least one university or institute."""

    class Status(models.TextChoices):
        FORMING = "forming", "组建"
        FILED = "filed", "备案"
        RUNNING = "running", "运行"
        REVIEWED = "reviewed", "绩效评价"
        WITHDRAWN = "withdrawn", "退出"

    STANDING = (Status.FILED, Status.RUNNING, Status.REVIEWED)

    name = models.CharField("联合体名称", max_length=80, unique=True)
    field = models.CharField("领域", max_length=60)
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="consortia", verbose_name="集群")
    lead = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="led_consortia", verbose_name="牵头企业"
    )
    agreement_no = models.CharField("协议编号", max_length=60, blank=True)
    projects = models.TextField("研发项目", blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.RUNNING)
    grade = models.CharField("绩效评价结果", max_length=20, blank=True)

    objects = ConsortiumQuerySet.as_manager()

    class Meta(Planned.Meta):
        verbose_name = verbose_name_plural = "创新联合体"
        constraints = [
            *Planned.Meta.constraints,
            needed_when(
                Q(status__in=("filed", "running", "reviewed")),
                "starts_on",
                name="consortium_standing_has_begun",
                message="已备案的联合体须填写开始日期。",
            ),
            needed_when(
                Q(status="withdrawn"),
                "ends_on",
                name="consortium_withdrawn_has_end",
                message="已退出的联合体须填写结束日期。",
            ),
        ]

    def __str__(self):
        return self.name


class ConsortiumMemberQuerySet(DatedQuerySet):
    """Members, reached with the consortium."""

    reached_by: ClassVar = following("consortium", Consortium)

    def academic(self):
        """高校、科研院所"""
        return self.filter(institution__kind__in=("university", "institute"))


@tracked()
class ConsortiumMember(Dated):
    """联合体成员 — an enterprise, a university, an institute or a fund."""

    owner_field = "consortium"

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="members", verbose_name="联合体")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="consortia", verbose_name="企业"
    )
    institution = models.ForeignKey(
        "clusters.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consortia",
        verbose_name="高校院所、基金",
    )

    objects = ConsortiumMemberQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "联合体成员"
        constraints = [
            *Dated.Meta.constraints,
            exactly_one_of(
                "enterprise",
                "institution",
                name="consortium_member_is_one",
                message="请在企业、高校院所中填写一项。",
            ),
            models.UniqueConstraint(
                "consortium",
                "enterprise",
                "institution",
                condition=Q(ends_on=None),
                nulls_distinct=False,
                name="consortium_member_open_once",
                violation_error_message="该成员已在联合体中。",
            ),
        ]

    def __str__(self):
        return str(self.enterprise or self.institution)


reach_by_parts(Consortium, ConsortiumMember, "consortium", following("enterprise", Enterprise))
