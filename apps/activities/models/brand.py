"""品牌与课程 — the names under which activities and lectures come again and again."""

from typing import ClassVar

from django.db import models

from apps.clusters.models import Cluster
from apps.core.constraints import at_least_one_of, needed_when
from apps.core.dated import Dated, DatedQuerySet, Planned
from apps.core.history import tracked
from apps.core.reaching import below, either, following
from apps.members.models import Member
from apps.organizations.models import PartyOrganization


class BrandQuerySet(DatedQuerySet):
    """品牌 rows; reached with organisation, cluster or place; in force from 命名 until 撤销."""

    reached_by: ClassVar = either(
        following("organization", PartyOrganization),
        following("cluster", Cluster),
        below(place="place__path"),
    )

    def of_clusters(self):
        """一集群一品牌"""
        return self.filter(cluster__isnull=False)


@tracked()
class Brand(Planned):
    """品牌 — of an organisation, a cluster or a place; in force from the day it is named until withdrawn."""

    class Kind(models.TextChoices):
        PARTY = "party", "党建品牌"
        SERIES = "series", "活动品牌"
        COURSE = "course", "课程品牌"

    class Status(models.TextChoices):
        CULTIVATING = "cultivating", "培育"
        NAMED = "named", "命名"
        REVIEWED = "reviewed", "复核"
        WITHDRAWN = "withdrawn", "撤销"

    owner_field = "organization"

    name = models.CharField("品牌名称", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.PARTY)
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, null=True, blank=True, related_name="brands", verbose_name="党组织"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="brands", verbose_name="集群"
    )
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区域"
    )
    slogan = models.CharField("口号", max_length=80, blank=True)
    meaning = models.TextField("内涵", blank=True)
    honours = models.CharField("所获荣誉", max_length=200, blank=True)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.NAMED)

    objects = BrandQuerySet.as_manager()

    class Meta(Planned.Meta):
        verbose_name = verbose_name_plural = "品牌"
        constraints = [
            *Planned.Meta.constraints,
            at_least_one_of(
                "organization",
                "cluster",
                "place",
                name="brand_has_owner",
                message="请填写品牌所属的党组织、集群或区域。",
            ),
            needed_when(
                models.Q(status__in=("named", "reviewed")),
                "starts_on",
                name="brand_named_has_day",
                message="已命名的品牌须填写命名日期（开始日期）。",
            ),
            needed_when(
                models.Q(status="withdrawn"),
                "ends_on",
                name="brand_withdrawn_has_end",
                message="已撤销的品牌须填写结束日期。",
            ),
            models.UniqueConstraint(
                "name",
                "organization",
                "cluster",
                "place",
                nulls_distinct=False,
                name="brand_once",
                violation_error_message="该品牌已登记。",
            ),
        ]

    def __str__(self):
        return self.name


class CourseQuerySet(DatedQuerySet):
    """课程 rows; reached with the brand, the organisation or the cluster."""

    reached_by: ClassVar = either(
        following("organization", PartyOrganization), following("cluster", Cluster), following("brand", Brand)
    )


@tracked()
class Course(Dated):
    """课程 — lectures or a training class; each session is an activity."""

    class Kind(models.TextChoices):
        LECTURE = "lecture", "党课"
        SHORT = "short", "微党课"
        OPEN_CLASS = "open_class", "技术公开课"
        TRAINING = "training", "培训班"
        CAMP = "camp", "训练营"
        STUDY_TOUR = "study_tour", "研学"

    owner_field = "organization"

    name = models.CharField("课程名称", max_length=80)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    brand = models.ForeignKey(
        Brand, models.PROTECT, null=True, blank=True, related_name="courses", verbose_name="品牌"
    )
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="courses", verbose_name="主办党组织"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="courses", verbose_name="集群"
    )
    lecturer = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="courses", verbose_name="主讲人"
    )
    lecturer_name = models.CharField("主讲人（未登记）", max_length=60, blank=True)
    is_secretary_lecture = models.BooleanField("书记上课", default=False)

    objects = CourseQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "课程"
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(is_secretary_lecture=False)
                | models.Q(lecturer__isnull=False)
                | ~models.Q(lecturer_name=""),
                name="course_of_a_secretary_names_one",
                violation_error_message="书记上课须填写主讲人。",
            ),
        ]

    def __str__(self):
        return self.name
