"""涉企部门与机构 — who helps: departments that take orders, institutions that take part."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.core.history import tracked


@tracked()
class Department(models.Model):
    """涉企部门 — an office that leads a cluster or answers service orders."""

    name = models.CharField("部门名称", max_length=80, unique=True)
    short_name = models.CharField("简称", max_length=40, blank=True)
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, null=True, blank=True, verbose_name="所属区域"
    )

    class Meta:
        verbose_name = verbose_name_plural = "涉企部门"
        ordering = ["name"]

    def __str__(self):
        return self.short_name or self.name


@tracked()
class Institution(models.Model):
    """机构 — a university, institute, bank or association that takes part in clusters."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", "高校"
        INSTITUTE = "institute", "科研院所"
        FINANCE = "finance", "金融机构"
        ASSOCIATION = "association", "行业协会"
        OTHER = "other", "其他"

    name = models.CharField("机构名称", max_length=120, unique=True)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    aliases = ArrayField(models.CharField(max_length=120), verbose_name="别名", default=list, blank=True)
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, null=True, blank=True, verbose_name="所在区域"
    )

    class Meta:
        verbose_name = verbose_name_plural = "高校院所、金融机构和行业协会"
        ordering = ["kind", "name"]

    def __str__(self):
        return self.name
