"""党员 — a person, member or not, told apart by stage. People are never deleted, they move."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from apps.core.codes import DEGREE, EDUCATION, ETHNICITY, SEX
from apps.core.dated import Dated, DatedQuerySet, never_overlapping, relation_on
from apps.core.fields import BlindIndexField, EncryptedField, InitialsField, NameOrderField, RowKeyField
from apps.core.history import tracked
from apps.core.identifiers import (
    mask_id_number,
    mask_phone,
    validate_id_number,
    validate_landline,
    validate_mobile,
)
from apps.core.models import Mergeable, MergeableManager
from apps.core.remit import RemitQuerySet
from apps.members.codes import (
    DEVELOPMENT_STAGE,
    ID_TYPE,
    LOST_REASON,
    NEW_STRATUM,
    POST_TYPE,
    STANDING_STATUS,
)

FULL, PROBATIONARY = "正式党员", "预备党员"
NORMAL = "正常"


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "D", "日"
    MONTH = "M", "月"
    YEAR = "Y", "年"


def precision(label):
    """The field beside a date that says how much of it is known."""
    return models.CharField(f"{label}精度", max_length=1, choices=Precision, default=Precision.DAY)


class MemberQuerySet(RemitQuerySet):
    """人员 rows; how a remit reaches them is said beside affiliations."""

    reached_by: ClassVar = {}

    def on(self, day):
        """Each with ``stage`` and ``party_status`` of a day."""
        return self.annotate(
            standing=relation_on("standings", day),
            stage=F("standing__stage"),
            party_status=F("standing__party_status"),
        )

    def in_stages(self, day, *stages):
        """Standing in one of these stages on a day, 党籍正常."""
        standings = MemberStanding.objects.in_force(day).filter(stage__in=stages, party_status=NORMAL)
        return self.filter(pk__in=standings.values("member"))

    def counted(self, day):
        """M of the handbook, wherever affiliated: 正式党员和预备党员, 党籍正常."""
        return self.in_stages(day, FULL, PROBATIONARY)

    def full(self, day):
        """正式党员"""
        return self.in_stages(day, FULL)


@tracked()
class Member(Mergeable):
    """党员（人员） — items of the national 采集表 and the later columns of the information base."""

    is_person = True

    uid = RowKeyField(unique=True)
    name = models.CharField("姓名", max_length=40)
    name_initials = InitialsField("姓名首字母")
    name_order = NameOrderField("姓名拼音顺序")
    id_type = models.CharField("证件类型", max_length=20, choices=ID_TYPE.choices, default="居民身份证")
    id_number = EncryptedField("公民身份号码", mask=mask_id_number, validators=[validate_id_number])
    id_index = BlindIndexField("公民身份号码索引", source="id_number")
    id_last4_index = BlindIndexField("公民身份号码后四位索引", source="id_number", last=4)
    sex = models.CharField("性别", max_length=1, choices=SEX.choices, blank=True)
    ethnicity = models.CharField("民族", max_length=2, choices=ETHNICITY.choices, blank=True)
    birth_date = models.DateField("出生日期", null=True, blank=True)
    birth_date_precision = precision("出生日期")
    archive_birth_reason = models.CharField(
        "档案出生日期不同的原因",
        max_length=120,
        blank=True,
        help_text="出生日期以档案为准、与身份证号不一致时填写",
    )
    native_place = models.CharField("籍贯", max_length=60, blank=True)
    birth_place = models.CharField("出生地", max_length=60, blank=True)
    education = models.CharField("学历", max_length=2, choices=EDUCATION.choices, blank=True)
    party_school = models.CharField("党校学历", max_length=20, blank=True)
    degree = models.CharField("学位", max_length=10, choices=DEGREE.choices, blank=True)
    school = models.CharField("毕业院校", max_length=80, blank=True)
    major = models.CharField("专业", max_length=80, blank=True)

    applied_on = models.DateField("申请入党日期", null=True, blank=True)
    activist_on = models.DateField("确定入党积极分子日期", null=True, blank=True)
    candidate_on = models.DateField("确定发展对象日期", null=True, blank=True)
    joined_on = models.DateField("加入党组织日期", null=True, blank=True)
    joined_on_precision = precision("加入党组织日期")
    full_member_on = models.DateField("转为正式党员日期", null=True, blank=True)
    full_member_on_precision = precision("转为正式党员日期")
    probation_extended_months = models.PositiveSmallIntegerField(
        "延长预备期（月）", null=True, blank=True, validators=[MinValueValidator(6), MaxValueValidator(12)]
    )
    party_age_correction = models.SmallIntegerField("党龄校正值（月）", null=True, blank=True)
    joined_branch = models.CharField("入党时所在支部", max_length=120, blank=True)
    introducers = models.CharField("入党介绍人", max_length=80, blank=True)

    post_type = models.CharField("工作岗位", max_length=30, choices=POST_TYPE.choices, blank=True)
    tech_title = models.CharField("专业技术职务", max_length=60, blank=True)
    work_started_on = models.DateField("参加工作日期", null=True, blank=True)
    new_stratum = models.CharField("新社会阶层类型", max_length=30, choices=NEW_STRATUM.choices, blank=True)
    is_migrant = models.BooleanField("是否农民工", null=True, blank=True)
    frontline = models.CharField("一线情况", max_length=40, blank=True)

    job_title = models.CharField(
        "职务（名册所载）", max_length=60, blank=True, help_text="已登记工作单位的，职务登记在工作单位上"
    )
    department = models.CharField("部门（名册所载）", max_length=60, blank=True)

    mobile = EncryptedField("手机号码", mask=mask_phone, validators=[validate_mobile])
    mobile_index = BlindIndexField("手机号码索引", source="mobile")
    landline = EncryptedField("固定电话", mask=mask_phone, validators=[validate_landline])
    address = models.CharField("家庭住址（现居住地）", max_length=200, blank=True)
    registered_address = models.CharField("户籍所在地", max_length=200, blank=True)
    archive_place = models.CharField("党员档案所在单位", max_length=120, blank=True)

    is_floating = models.BooleanField("是否流动党员", null=True, blank=True)
    floats_to = models.CharField("外出流向", max_length=80, blank=True)
    is_lost = models.BooleanField("是否失联党员", null=True, blank=True)
    lost_on = models.DateField("失联日期", null=True, blank=True)
    lost_reason = models.CharField("失去联系情形", max_length=1, choices=LOST_REASON.choices, blank=True)

    honours_note = models.CharField("荣誉（名册所载）", max_length=200, blank=True)
    remark = EncryptedField("备注")

    objects = MergeableManager.from_queryset(MemberQuerySet)()

    STARRED = (
        "name",
        "id_number",
        "sex",
        "ethnicity",
        "birth_date",
        "education",
        "joined_on",
        "post_type",
    )
    """Starred fields of the 采集表 that stand on the person; they count toward 信息完整度."""

    class Meta(Mergeable.Meta):
        verbose_name = verbose_name_plural = "党员"
        ordering = ["name_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                "id_index",
                name="member_id_number_once",
                condition=Q(merged_into=None),
                violation_error_message="该身份证号已登记。",
            ),
            models.CheckConstraint(
                condition=Q(full_member_on=None) | Q(joined_on=None) | Q(full_member_on__gte=F("joined_on")),
                name="member_full_after_joining",
                violation_error_message="转正日期不能早于入党日期。",
            ),
            models.CheckConstraint(
                condition=Q(joined_on=None) | Q(birth_date=None) | Q(joined_on__gt=F("birth_date")),
                name="member_joined_after_birth",
                violation_error_message="入党日期不能早于出生日期。",
            ),
        ]
        indexes = [
            models.Index(fields=["name_order", "id"], name="member_name_order"),
            models.Index(fields=["mobile_index"], name="member_mobile"),
            models.Index(fields=["id_last4_index"], name="member_id_last4"),
            models.Index(fields=["name"], name="member_name", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["name_initials"], name="member_initials", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self):
        return self.name


class MemberStandingQuerySet(DatedQuerySet):
    """Standings follow their member; how a remit reaches them is said beside affiliations."""

    reached_by: ClassVar = {}


@tracked()
class MemberStanding(Dated):
    """发展阶段与党籍状态 — what a person is to the Party, on which days."""

    owner_field = "member"

    member = models.ForeignKey(Member, models.CASCADE, related_name="standings", verbose_name="党员")
    stage = models.CharField("发展阶段", max_length=10, choices=DEVELOPMENT_STAGE.choices)
    party_status = models.CharField(
        "党籍状态", max_length=10, choices=STANDING_STATUS.choices, default=NORMAL
    )

    objects = MemberStandingQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "发展阶段与党籍状态"
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "member", name="member_one_standing", message="同一人同一时间只能处于一个阶段。"
            ),
        ]

    def __str__(self):
        return f"{self.member}：{self.stage}"
