"""区域 — where things are; development zones stand in the tree without an official code."""

from django.core.validators import RegexValidator
from django.db import models

from apps.core.history import tracked
from apps.core.tree import KeysOn, Rooted


@tracked()
class Place(Rooted):
    """区域 — a node from the city down to a building."""

    class Kind(models.TextChoices):
        CITY = "city", "地级市"
        COUNTY_CITY = "county_city", "县级市"
        DISTRICT = "district", "区"
        DEVELOPMENT_ZONE = "development_zone", "开发区"
        HIGH_TECH_ZONE = "high_tech_zone", "高新区"
        BUSINESS_CITY = "business_city", "商务城"
        TOWN = "town", "镇街"
        PARK = "park", "园区"
        BUILDING = "building", "楼宇"

    name = models.CharField("区域名称", max_length=60)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    gb_code = models.CharField(
        "行政区划代码",
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{6}$", "行政区划代码为6位数字。")],
        help_text="开发区、园区等没有代码的不填",
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级区域"
    )

    class Meta(Rooted.Meta):
        verbose_name = verbose_name_plural = "区域"
        ordering = [KeysOn("path")]
        constraints = [
            models.UniqueConstraint(
                "name",
                "parent",
                name="place_name_once_under_parent",
                nulls_distinct=False,
                violation_error_message="同一上级区域下已有同名区域。",
            )
        ]

    def __str__(self):
        return self.name
