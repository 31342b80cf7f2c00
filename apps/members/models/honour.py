"""荣誉 — what a person, or a cluster, organisation or enterprise has been honoured with.

党员工匠 is one kind of a person's. 首个, 全省首家, 居全省首位 say a rank: kept in words, never counted.
"""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from apps.clusters.models import Cluster, Enterprise
from apps.core.constraints import exactly_one_of
from apps.core.history import tracked
from apps.core.reaching import either, following
from apps.core.remit import RemitQuerySet
from apps.members.models.affiliation import REACHES, through_member
from apps.members.models.member import Member
from apps.organizations.models import PartyOrganization


class HonourQuerySet(RemitQuerySet):
    """Honours follow the person."""

    reached_by: ClassVar = {reach: through_member(reach) for reach in REACHES}

    def artisans(self, year):
        """党员工匠 named up to and in a year."""
        return self.filter(kind=Honour.Kind.ARTISAN, year__lte=year)


@tracked()
class Honour(models.Model):
    """荣誉 — one title of one person in one year."""

    class Kind(models.TextChoices):
        ARTISAN = "artisan", "党员工匠"
        MODEL_MEMBER = "model_member", "优秀共产党员"
        MODEL_WORKER = "model_worker", "优秀党务工作者"
        OTHER = "other", "其他"

    class Level(models.TextChoices):
        NATION = "nation", "国家级"
        PROVINCE = "province", "省级"
        PREFECTURE = "prefecture", "市级"
        COUNTY = "county", "县（市、区）级"
        TOWN = "town", "区镇级"
        ENTERPRISE = "enterprise", "企业级"

    member = models.ForeignKey(Member, models.CASCADE, related_name="honours", verbose_name="党员")
    kind = models.CharField("类别", max_length=14, choices=Kind)
    title = models.CharField("荣誉名称", max_length=80)
    level = models.CharField("级别", max_length=12, choices=Level, blank=True)
    session_no = models.PositiveSmallIntegerField("届次", null=True, blank=True)
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(1949), MaxValueValidator(2100)]
    )
    rank_text = models.CharField("位次", max_length=60, blank=True, help_text="如：首个、全省首家；不作数量")
    awarded_by = models.CharField("授予单位", max_length=80, blank=True)

    objects = HonourQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "荣誉"
        ordering = ["-year", "title"]
        constraints = [
            models.UniqueConstraint(
                "member",
                "title",
                "year",
                name="honour_once_a_year",
                violation_error_message="该人员当年已登记这项荣誉。",
            )
        ]

    def __str__(self):
        return f"{self.year}年{self.title}"


class CollectiveHonourQuerySet(RemitQuerySet):
    """集体荣誉 rows; reached with whatever was honoured."""

    reached_by: ClassVar = either(
        following("cluster", Cluster),
        following("organization", PartyOrganization),
        following("enterprise", Enterprise),
    )


@tracked()
class CollectiveHonour(models.Model):
    """集体荣誉 — one title of a cluster, an organisation or an enterprise in one year."""

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="honours", verbose_name="集群"
    )
    organization = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="honours",
        verbose_name="党组织",
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="honours", verbose_name="企业"
    )
    title = models.CharField("荣誉名称", max_length=80)
    level = models.CharField("级别", max_length=12, choices=Honour.Level, blank=True)
    rank_text = models.CharField("位次", max_length=60, blank=True, help_text="如：首个、全省首家；不作数量")
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(1949), MaxValueValidator(2100)]
    )
    awarded_by = models.CharField("授予单位", max_length=80, blank=True)

    objects = CollectiveHonourQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "集体荣誉"
        ordering = ["-year", "title"]
        constraints = [
            exactly_one_of(
                "cluster",
                "organization",
                "enterprise",
                name="collective_honour_has_one_owner",
                message="请在集群、党组织、企业中填写一项。",
            ),
            models.UniqueConstraint(
                "cluster",
                "organization",
                "enterprise",
                "title",
                "year",
                nulls_distinct=False,
                name="collective_honour_once_a_year",
                violation_error_message="当年已登记这项荣誉。",
            ),
        ]

    def __str__(self):
        return f"{self.year}年{self.title}"

    @property
    def owner(self):
        """Who was honoured."""
        return self.cluster or self.organization or self.enterprise
