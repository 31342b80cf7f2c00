"""评选 — an award session, who was nominated, and who was named.

A person who is named receives an ``Honour``; that is what artisans are counted by, so that a year whose
selection was never registered counts like any other.
"""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from apps.clusters.models import Cluster, Enterprise
from apps.core.constraints import in_order, needed_when
from apps.core.history import tracked
from apps.core.reaching import below, either, following, reach_by_parts
from apps.core.remit import RemitQuerySet
from apps.members.models.honour import Honour
from apps.members.models.member import Member
from apps.organizations.models import PartyOrganization


class AwardQuerySet(RemitQuerySet):
    """评选 rows; reached by cluster and place, by the organiser, and by the nominees."""

    reached_by: ClassVar = either(
        below(place="place__path", cluster="cluster__path"), following("organizer", PartyOrganization)
    )

    def announced(self):
        """命名、公布"""
        return self.filter(status__in=Award.NAMED)


@tracked()
class Award(models.Model):
    """评选 — one session (届) of an award."""

    class Kind(models.TextChoices):
        ARTISAN = "artisan", "党员工匠"
        HERO_LIST = "hero_list", "群英榜"
        OTHER = "other", "其他"

    class Status(models.TextChoices):
        OPENED = "opened", "启动"
        NOMINATING = "nominating", "申报"
        REVIEWING = "reviewing", "初审"
        NOTIFIED = "notified", "公示"
        NAMED = "named", "命名"
        ANNOUNCED = "announced", "公布"

    NAMED = (Status.NAMED, Status.ANNOUNCED)

    name = models.CharField("评选名称", max_length=80)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    session_no = models.PositiveSmallIntegerField("届次", null=True, blank=True)
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(1949), MaxValueValidator(2100)]
    )
    level = models.CharField("级别", max_length=12, choices=Honour.Level, blank=True)
    organizer = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name="主办党组织",
    )
    place = models.ForeignKey("clusters.Place", models.PROTECT, null=True, blank=True, verbose_name="区域")
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="awards", verbose_name="集群"
    )
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.OPENED)
    notice_from = models.DateField("公示开始", null=True, blank=True)
    notice_until = models.DateField("公示结束", null=True, blank=True, help_text="公示不少于5个工作日")
    named_on = models.DateField("命名日期", null=True, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评选"
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(
                "name",
                "year",
                "cluster",
                "place",
                nulls_distinct=False,
                name="award_once_a_year",
                violation_error_message="当年已登记这项评选。",
            ),
            in_order(
                "notice_from",
                "notice_until",
                name="award_notice_in_order",
                message="公示结束不能早于公示开始。",
            ),
            in_order(
                "notice_until",
                "named_on",
                name="award_named_after_notice",
                message="命名日期不能早于公示结束。",
            ),
            needed_when(
                Q(status__in=("named", "announced")),
                "named_on",
                name="award_named_has_day",
                message="已命名的评选须填写命名日期。",
            ),
        ]

    def __str__(self):
        return f"{self.year}年{self.name}"


class NominationQuerySet(RemitQuerySet):
    """Nominations, reached with the award, the nominee or whoever recommended."""

    reached_by: ClassVar = either(
        following("award", Award),
        following("member", Member),
        following("enterprise", Enterprise),
        following("recommender", PartyOrganization),
    )

    def named(self, kind, year):
        """命名 in awards of a kind up to and in a year."""
        return self.filter(laureate__isnull=False, award__kind=kind, award__year__lte=year)

    def keyed(self):
        """Each with the key of the first in its category."""
        same = Nomination.objects.filter(category=OuterRef("category")).order_by("pk").values("pk")
        return self.alias(in_category=Subquery(same[:1]))

    def passed(self):
        """初审通过"""
        return self.filter(is_passed=True)


@tracked()
class Nomination(models.Model):
    """申报 — a person, an enterprise, a technology or an application put forward."""

    class Category(models.TextChoices):
        ARTISAN = "artisan", "党员工匠"
        PIONEER = "pioneer", "党建先锋"
        ENTERPRISE = "enterprise", "风云企业"
        PERSON = "person", "风云人物"
        TECHNOLOGY = "technology", "创新技术"
        APPLICATION = "application", "优秀应用"
        OTHER = "other", "其他"

    award = models.ForeignKey(Award, models.CASCADE, related_name="nominations", verbose_name="评选")
    category = models.CharField("奖项", max_length=12, choices=Category, default=Category.ARTISAN)
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="nominations", verbose_name="人选"
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name="企业",
        help_text="申报企业，或人选、技术、应用所属企业",
    )
    work = models.CharField("技术或应用名称", max_length=120, blank=True)
    recommender = models.ForeignKey(
        PartyOrganization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="推荐党组织"
    )
    deeds = models.TextField("主要事迹", blank=True)
    votes = models.PositiveIntegerField("票数", null=True, blank=True)
    is_passed = models.BooleanField("初审通过", null=True, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报"
        ordering = ["award", "category", "-votes", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | Q(enterprise__isnull=False),
                name="nomination_has_nominee",
                violation_error_message="请填写人选或企业。",
            ),
            models.CheckConstraint(
                condition=~Q(category__in=("artisan", "pioneer", "person")) | Q(member__isnull=False),
                name="nomination_of_a_person_names_one",
                violation_error_message="此奖项须填写人选。",
            ),
            models.CheckConstraint(
                condition=~Q(category__in=("technology", "application")) | ~Q(work=""),
                name="nomination_of_a_work_names_it",
                violation_error_message="此奖项须填写技术或应用名称。",
            ),
            models.UniqueConstraint(
                "award",
                "category",
                "member",
                "enterprise",
                "work",
                nulls_distinct=False,
                name="nomination_once",
                violation_error_message="该申报已登记。",
            ),
        ]

    def __str__(self):
        return f"{self.award}{self.get_category_display()}：{self.work or self.member or self.enterprise}"


class LaureateQuerySet(RemitQuerySet):
    """Laureates, reached with their nomination."""

    reached_by: ClassVar = following("nomination", Nomination)

    def of_kind(self, kind, year):
        """Named in awards of a kind up to and in a year."""
        return self.filter(nomination__award__kind=kind, nomination__award__year__lte=year)


@tracked()
class Laureate(models.Model):
    """当选 — a nomination that was named; for a person together with the honour it brings."""

    nomination = models.OneToOneField(
        Nomination, models.PROTECT, related_name="laureate", verbose_name="申报"
    )
    honour = models.OneToOneField(
        Honour, models.PROTECT, null=True, blank=True, related_name="laureate", verbose_name="荣誉"
    )
    rank = models.PositiveSmallIntegerField("名次", null=True, blank=True)
    rank_text = models.CharField("位次说明", max_length=60, blank=True, help_text="如：首个、全省首家")

    objects = LaureateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "当选"
        ordering = ["nomination__award", "rank", "pk"]

    def __str__(self):
        return str(self.nomination)

    def clean(self):
        if self.honour_id and self.honour.member_id != self.nomination.member_id:
            raise ValidationError({"honour": "荣誉与申报人选不是同一人。"})


reach_by_parts(
    Award, Nomination, "award", either(following("member", Member), following("enterprise", Enterprise))
)
