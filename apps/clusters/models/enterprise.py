"""企业 — a firm once, under all its names; what changes about it is dated."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from apps.core import clock
from apps.core.dated import Dated, DatedQuerySet, never_overlapping, relation_on
from apps.core.fields import EncryptedField, InitialsField, NameOrderField, RowKeyField
from apps.core.history import tracked
from apps.core.identifiers import mask_phone, validate_credit_code, validate_phone
from apps.core.models import Mergeable, MergeableManager
from apps.core.remit import Reach, RemitQuerySet


def standing_at(place_path):
    """Enterprises that stand today at a place or below it."""
    states = EnterpriseState.objects.in_force(clock.today())
    return Q(pk__in=states.filter(place__path__startswith=place_path).values("enterprise"))


class EnterpriseQuerySet(RemitQuerySet):
    """企业 rows, each with its state on a day when asked for."""

    reached_by: ClassVar = {Reach.PLACE: standing_at, Reach.ENTERPRISE: "pk"}

    def on(self, day):
        """Each with ``status`` and ``place_id`` of a day."""
        return self.annotate(
            state=relation_on("states", day), status=F("state__status"), place_id=F("state__place")
        )

    def operating(self, day):
        """在营 on a day."""
        states = EnterpriseState.objects.in_force(day).filter(status=EnterpriseState.Status.OPERATING)
        return self.filter(pk__in=states.values("enterprise"))


@tracked()
class Enterprise(Mergeable):
    """企业 — one legal person, told apart by its credit code."""

    class Ownership(models.TextChoices):
        PUBLIC = "public", "公有控股"
        PRIVATE = "private", "非公"

    class Scale(models.TextChoices):
        LARGE = "large", "大型"
        MEDIUM = "medium", "中型"
        SMALL = "small", "小型"
        MICRO = "micro", "微型"

    uid = RowKeyField(unique=True)
    name = models.CharField("企业名称", max_length=120)
    name_initials = InitialsField("企业名称首字母")
    name_order = NameOrderField("企业名称拼音顺序")
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, validators=[validate_credit_code])
    other_reg_no = models.CharField("其他登记号", max_length=40, blank=True)
    industry_code = models.CharField(
        "行业代码", max_length=4, blank=True, help_text="国民经济行业分类（GB/T 4754—2017），如 C39、6513"
    )
    ownership = models.CharField("控股情况", max_length=10, choices=Ownership, blank=True)
    scale = models.CharField("规模", max_length=10, choices=Scale, blank=True)
    is_above_scale = models.BooleanField("规上企业", null=True, blank=True)
    employees = models.PositiveIntegerField("在岗职工数", null=True, blank=True)
    employees_under35 = models.PositiveIntegerField("35岁及以下职工数", null=True, blank=True)
    output_value = models.DecimalField("产值（万元）", max_digits=14, decimal_places=2, null=True, blank=True)
    output_year = models.PositiveSmallIntegerField("产值年度", null=True, blank=True)
    tech_titles = ArrayField(
        models.CharField(max_length=40), verbose_name="科技资质", default=list, blank=True
    )
    address = models.CharField("注册地址", max_length=200, blank=True)
    legal_representative = models.CharField("单位负责人", max_length=40, blank=True)
    owner_is_member = models.BooleanField("单位负责人是党员", null=True, blank=True)
    has_union = models.BooleanField("建有工会", null=True, blank=True)
    has_youth_league = models.BooleanField("建有共青团组织", null=True, blank=True)
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = EncryptedField("联系电话", mask=mask_phone, validators=[validate_phone])
    remark = models.TextField("备注", blank=True)

    objects = MergeableManager.from_queryset(EnterpriseQuerySet)()

    class Meta(Mergeable.Meta):
        verbose_name = verbose_name_plural = "企业"
        ordering = ["name_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                "uscc",
                name="enterprise_uscc_once",
                condition=~Q(uscc="") & Q(merged_into=None),
                violation_error_message="该统一社会信用代码已登记。",
            ),
            models.CheckConstraint(
                condition=Q(employees=None)
                | Q(employees_under35=None)
                | Q(employees_under35__lte=F("employees")),
                name="enterprise_young_employees_within_all",
                violation_error_message="35岁及以下职工数不能多于在岗职工数。",
            ),
            models.CheckConstraint(
                condition=Q(output_value=None) | Q(output_year__isnull=False),
                name="enterprise_output_has_year",
                violation_error_message="填写产值时须填写产值年度。",
            ),
        ]
        indexes = [
            models.Index(fields=["name_order", "id"], name="enterprise_name_order"),
            models.Index(fields=["name"], name="enterprise_name", opclasses=["varchar_pattern_ops"]),
            models.Index(
                fields=["name_initials"], name="enterprise_initials", opclasses=["varchar_pattern_ops"]
            ),
        ]

    def __str__(self):
        return self.name


class EnterpriseAliasQuerySet(RemitQuerySet):
    """Names follow their enterprise."""

    reached_by: ClassVar = {
        Reach.PLACE: lambda path: Q(enterprise__in=Enterprise.objects.filter(standing_at(path))),
        Reach.ENTERPRISE: "enterprise",
    }


@tracked()
class EnterpriseAlias(models.Model):
    """企业别名 — a short, former or other name under which a firm appears in lists."""

    class Kind(models.TextChoices):
        SHORT = "short", "简称"
        FORMER = "former", "曾用名"
        OTHER = "other", "别名"

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="aliases", verbose_name="企业")
    name = models.CharField("名称", max_length=120, db_index=True)
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.SHORT)

    objects = EnterpriseAliasQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业别名"
        constraints = [
            models.UniqueConstraint(
                "enterprise",
                "name",
                name="enterprise_alias_once",
                violation_error_message="该企业已登记这个别名。",
            )
        ]

    def __str__(self):
        return self.name


class EnterpriseStateQuerySet(DatedQuerySet):
    """States follow their enterprise."""

    reached_by: ClassVar = {
        Reach.PLACE: lambda path: Q(enterprise__in=Enterprise.objects.filter(standing_at(path))),
        Reach.ENTERPRISE: "enterprise",
    }


@tracked()
class EnterpriseState(Dated):
    """企业状态 — whether a firm operates, and where it stands."""

    class Status(models.TextChoices):
        OPERATING = "operating", "在营"
        SUSPENDED = "suspended", "停产"
        CLOSED = "closed", "注销"

    owner_field = "enterprise"

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="states", verbose_name="企业")
    status = models.CharField("经营状态", max_length=10, choices=Status, default=Status.OPERATING)
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, null=True, blank=True, verbose_name="所在区域"
    )
    building = models.CharField("楼宇、园区或地址", max_length=80, blank=True)

    objects = EnterpriseStateQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "企业状态"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "enterprise", name="enterprise_one_state", message="同一企业同一时间只能有一种经营状态。"
            ),
        ]

    def __str__(self):
        return f"{self.enterprise} {self.get_status_display()}"
