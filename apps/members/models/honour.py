"""荣誉 — what a person has been honoured with; 党员工匠 is one kind."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from apps.core.history import tracked
from apps.core.remit import RemitQuerySet
from apps.members.models.affiliation import REACHES, through_member
from apps.members.models.member import Member


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
