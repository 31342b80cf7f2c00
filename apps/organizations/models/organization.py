"""党组织 — one node of the Party's own tree; what changes about it is dated."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.expressions import RawSQL

from apps.clusters.models import Enterprise
from apps.core import clock
from apps.core.dated import Dated, DatedQuerySet, never_overlapping, relation_on
from apps.core.fields import EncryptedField, RowKeyField
from apps.core.history import tracked
from apps.core.identifiers import mask_phone, validate_phone
from apps.core.models import Mergeable, MergeableManager
from apps.core.remit import Reach, RemitQuerySet, reaches
from apps.core.tree import KeysOn, Rooted
from apps.organizations.kinds import BRANCHES, COUNTED, FUNCTIONAL, JOINT_BRANCHES, TypeCode

BELOW = """
WITH RECURSIVE below AS (
    SELECT %s::bigint AS organization_id
    UNION
    SELECT placed.organization_id
    FROM organizations_organizationplacing AS placed JOIN below ON placed.parent_id = below.organization_id
    WHERE placed.starts_on <= %s AND (placed.ends_on IS NULL OR placed.ends_on > %s)
)
SELECT organization_id FROM below
"""

ABOVE = """ARRAY(
WITH RECURSIVE above AS (
    SELECT %(expressions)s AS organization_id
    UNION
    SELECT placed.parent_id
    FROM organizations_organizationplacing AS placed
    JOIN above ON placed.organization_id = above.organization_id
    WHERE placed.starts_on <= date '{day}' AND (placed.ends_on IS NULL OR placed.ends_on > date '{day}')
)
SELECT organization_id FROM above WHERE organization_id IS NOT NULL
)"""


def with_those_above(column, day):
    """Keys of the organisation a column names and of those over it in the tree of a day."""
    keys = ArrayField(models.BigIntegerField())
    return Func(F(column), template=ABOVE.format(day=day.isoformat()), output_field=keys)


def serving(key):
    """Organisations that serve an enterprise today."""
    units = OrganizationUnit.objects.in_force(clock.today()).filter(enterprise=key)
    return Q(pk__in=units.values("organization"))


class PartyOrganizationQuerySet(RemitQuerySet):
    """党组织 rows, each with its kind, status and superior on a day when asked for."""

    reached_by: ClassVar = {
        Reach.PLACE: "place__path__startswith",
        Reach.ORGANIZATION: "path__startswith",
        Reach.ENTERPRISE: serving,
    }

    def on(self, day):
        """Each with ``type_code``, ``status`` and ``parent_id`` of a day."""
        return self.annotate(
            state=relation_on("states", day),
            edge=relation_on("placings", day),
            type_code=F("state__type_code"),
            status=F("state__status"),
            parent_id=F("edge__parent"),
        )

    def standing(self, day):
        """正常、整顿 — the organisations in being on a day."""
        states = OrganizationState.objects.in_force(day).standing()
        return self.filter(pk__in=states.values("organization"))

    def counted(self, day):
        """O of the handbook: in being, official kinds, not functional."""
        states = OrganizationState.objects.in_force(day).standing().filter(type_code__in=COUNTED)
        return self.filter(is_functional=False, pk__in=states.values("organization"))

    def of_kinds(self, kinds, day):
        """In being on a day and of one of these kinds."""
        states = OrganizationState.objects.in_force(day).standing().filter(type_code__in=kinds)
        return self.filter(pk__in=states.values("organization"))

    def branches(self, day):
        """党支部、联合党支部 (and temporary ones): where members' relations sit."""
        return self.of_kinds(BRANCHES, day)

    def below(self, key, day):
        """Keys of an organisation and of those under it in the tree of a day."""
        return RawSQL(BELOW, (key, day, day))  # nosec B611


@tracked()
class PartyOrganization(Rooted, Mergeable):
    """党组织 — ``path`` is today's place in the tree; only ``tree.place`` writes it."""

    class UnitSituation(models.TextChoices):
        SAME = "same", "与上级党组织相同"
        LEGAL = "legal", "法人单位"
        JOINT = "joint", "联合党支部"

    uid = RowKeyField(unique=True)
    spoken: ClassVar = {"full_name": "党组织名称"}

    full_name = models.CharField("党组织全称", max_length=120, help_text="即公章名称")
    short_name = models.CharField("简称", max_length=60, blank=True)
    code = models.CharField("党组织编码", max_length=40, blank=True)
    is_functional = models.BooleanField(
        "功能型党组织", default=False, help_text="不接转组织关系、不发展党员、不换届"
    )
    unit_situation = models.CharField("党组织所在单位情况", max_length=10, choices=UnitSituation, blank=True)
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, null=True, blank=True, verbose_name="所在区域"
    )
    established_on = models.DateField("成立日期", null=True, blank=True)
    approved_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准成立的上级党组织"
    )
    approval_no = models.CharField("批复文号", max_length=60, blank=True)
    applied_on = models.DateField("申请成立日期", null=True, blank=True)
    approved_on = models.DateField("批复日期", null=True, blank=True)
    can_approve_probationary = models.BooleanField("具有审批预备党员权限", default=False)
    term_starts_on = models.DateField("本届任期起始", null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(
        "任期（年）",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="党委一般5年，总支、支部一般3年",
    )
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = EncryptedField("联系电话", mask=mask_phone, validators=[validate_phone])
    former_names = ArrayField(
        models.CharField(max_length=120), verbose_name="曾用名", default=list, blank=True
    )
    display_order = models.PositiveIntegerField("显示排序", default=1000)
    remark = models.TextField("备注", blank=True)

    objects = MergeableManager.from_queryset(PartyOrganizationQuerySet)()

    class Meta(Rooted.Meta, Mergeable.Meta):
        verbose_name = verbose_name_plural = "党组织"
        ordering = ["display_order", KeysOn("path")]
        constraints = [
            models.UniqueConstraint(
                "full_name",
                name="organization_name_once",
                condition=Q(merged_into=None),
                violation_error_message="已有同名党组织。",
            ),
            models.UniqueConstraint(
                "code",
                name="organization_code_once",
                condition=~Q(code="") & Q(merged_into=None),
                violation_error_message="该党组织编码已登记。",
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None) | Q(applied_on=None) | Q(approved_on__gte=F("applied_on")),
                name="organization_approved_after_applied",
                violation_error_message="批复日期不能早于申请日期。",
            ),
            models.CheckConstraint(
                condition=~Q(is_functional=True) | Q(can_approve_probationary=False),
                name="organization_functional_cannot_approve",
                violation_error_message="功能型党组织没有审批预备党员权限。",
            ),
        ]

    def __str__(self):
        return self.short_name or self.full_name


class OrganizationPartQuerySet(DatedQuerySet):
    """Dated rows that follow their organisation."""

    reached_by: ClassVar = {
        Reach.PLACE: "organization__place__path__startswith",
        Reach.ORGANIZATION: "organization__path__startswith",
    }


class OrganizationStateQuerySet(OrganizationPartQuerySet):
    """Kinds and statuses."""

    reached_by: ClassVar = dict(OrganizationPartQuerySet.reached_by)

    def standing(self):
        """正常、整顿"""
        return self.filter(status__in=OrganizationState.STANDING)


@tracked()
class OrganizationState(Dated):
    """党组织类别与状态 — what kind of organisation it is and whether it stands."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "筹备"
        NORMAL = "normal", "正常"
        RECTIFYING = "rectifying", "整顿"
        DISSOLVED = "dissolved", "撤销"

    STANDING = (Status.NORMAL, Status.RECTIFYING)
    owner_field = "organization"

    organization = models.ForeignKey(
        PartyOrganization, models.CASCADE, related_name="states", verbose_name="党组织"
    )
    type_code = models.CharField("组织类别", max_length=3, choices=TypeCode)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.NORMAL)

    objects = OrganizationStateQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "党组织类别与状态"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "organization",
                name="organization_one_state",
                message="同一党组织同一时间只能有一种类别和状态。",
            ),
        ]

    def __str__(self):
        return f"{self.get_type_code_display()} {self.get_status_display()}"

    def clean(self):
        if self.type_code in FUNCTIONAL and not self.organization.is_functional:
            raise ValidationError({"type_code": f"{self.get_type_code_display()}应为功能型党组织。"})


@tracked()
class OrganizationPlacing(Dated):
    """隶属 — under which organisation it stands, on which days."""

    owner_field = "organization"

    organization = models.ForeignKey(
        PartyOrganization, models.CASCADE, related_name="placings", verbose_name="党组织"
    )
    parent = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="placings_below",
        verbose_name="上级党组织",
    )

    class PlacingQuerySet(OrganizationPartQuerySet):
        reached_by: ClassVar = dict(OrganizationPartQuerySet.reached_by)

    objects = PlacingQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "隶属关系"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "organization",
                name="organization_one_parent",
                message="同一党组织同一时间只能有一个上级党组织。",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("organization")),
                name="organization_not_under_itself",
                violation_error_message="上级党组织不能是自己。",
            ),
        ]

    def __str__(self):
        return f"{self.organization}隶属{self.parent or '（无上级）'}"


class OrganizationUnitQuerySet(OrganizationPartQuerySet):
    """Units served."""

    reached_by: ClassVar = OrganizationPartQuerySet.reached_by | {Reach.ENTERPRISE: "enterprise"}

    def in_standing(self, day, kinds=None):
        """In force on a day for an organisation in being then (of these kinds, if given)."""
        states = OrganizationState.objects.in_force(day).standing()
        states = states.filter(type_code__in=COUNTED if kinds is None else kinds)
        functional = Q(organization__is_functional=True)
        return self.in_force(day).filter(organization__in=states.values("organization")).exclude(functional)

    def joint(self, day):
        """Served by a joint branch."""
        return self.in_standing(day, JOINT_BRANCHES)

    def own(self, day):
        """Served by an organisation of its own (党委、总支、支部)."""
        return self.in_standing(day, COUNTED - JOINT_BRANCHES)


@tracked()
class OrganizationUnit(Dated):
    """所在单位 — an enterprise that an organisation stands in; a joint branch has two or more."""

    owner_field = "organization"

    organization = models.ForeignKey(
        PartyOrganization, models.CASCADE, related_name="units", verbose_name="党组织"
    )
    enterprise = models.ForeignKey(
        "clusters.Enterprise", models.PROTECT, related_name="organization_units", verbose_name="企业"
    )

    objects = OrganizationUnitQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "所在单位"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "organization",
                "enterprise",
                name="organization_unit_once",
                message="该企业在这段时间已是此党组织的所在单位。",
            ),
        ]

    def __str__(self):
        return f"{self.organization}（{self.enterprise}）"


@tracked()
class TermExtension(models.Model):
    """延期换届 — an approved extension of a term; as a rule at most one year."""

    organization = models.ForeignKey(
        PartyOrganization, models.CASCADE, related_name="extensions", verbose_name="党组织"
    )
    approval_no = models.CharField("批准文号", max_length=60)
    approved_on = models.DateField("批准日期")
    until = models.DateField("延期至")

    class ExtensionQuerySet(RemitQuerySet):
        reached_by: ClassVar = dict(OrganizationPartQuerySet.reached_by)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "延期换届"
        ordering = ["-until"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("approved_on")),
                name="extension_until_after_approval",
                violation_error_message="延期截止日期须晚于批准日期。",
            )
        ]

    def __str__(self):
        return f"{self.organization}延期至{self.until:%Y-%m-%d}"


@reaches(Enterprise, Reach.ORGANIZATION)
def enterprise_by_organization(path):
    """An enterprise is reached through the organisations that stand in it today."""
    units = OrganizationUnit.objects.in_force(clock.today()).filter(organization__path__startswith=path)
    return Q(pk__in=units.values("enterprise"))
