"""发展党员 — quotas, and the file of one person on the way into the Party."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from apps.clusters.models import Cluster, Place
from apps.core import clock
from apps.core.constraints import exactly_one_of, in_order, needed_when
from apps.core.dates import add_months
from apps.core.history import tracked
from apps.core.reaching import below, either, following
from apps.core.remit import RemitQuerySet
from apps.members.models.member import Member
from apps.members.steps import APPROVAL_WITHIN_MONTHS, EXTENSION_MONTHS, TALK_WITHIN_MONTHS, Stage, Step
from apps.organizations.kinds import TEMPORARY
from apps.organizations.models import OrganizationState, PartyOrganization

YEAR = (MinValueValidator(1949), MaxValueValidator(2100))


class DevelopmentQuotaQuerySet(RemitQuerySet):
    """指标 rows; reached with the cluster, the place or the organisation they are given to."""

    reached_by: ClassVar = either(
        following("cluster", Cluster),
        following("organization", PartyOrganization),
        below(place="place__path"),
    )

    def of_year(self, year):
        """指标 of a year."""
        return self.filter(year=year)

    def tilted(self):
        """定向投放 — to chain firms and high-level talent (TAL-03)."""
        return self.filter(target_group__in=DevelopmentQuota.TILTED)


@tracked()
class DevelopmentQuota(models.Model):
    """发展党员指标 — how many may be admitted in a year, where, from which group."""

    class TargetGroup(models.TextChoices):
        CHAIN = "chain", "链上企业"
        HIGH_LEVEL = "high_level", "高层次人才"
        FRONTLINE = "frontline", "一线职工"
        OTHER = "other", "其他"

    class Status(models.TextChoices):
        GIVEN = "given", "下达"
        ADJUSTED = "adjusted", "调整"
        IN_USE = "in_use", "使用"
        CARRIED = "carried", "结转"

    TILTED = (TargetGroup.CHAIN, TargetGroup.HIGH_LEVEL)

    year = models.PositiveSmallIntegerField("年度", validators=YEAR)
    target_group = models.CharField("投放对象", max_length=12, choices=TargetGroup)
    cluster = models.ForeignKey(Cluster, models.PROTECT, null=True, blank=True, verbose_name="集群")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name="区域")
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党组织"
    )
    quota = models.PositiveIntegerField("指标数")
    used = models.PositiveIntegerField("已使用", default=0)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.GIVEN)

    objects = DevelopmentQuotaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发展党员指标"
        ordering = ["-year", "target_group", "pk"]
        constraints = [
            exactly_one_of(
                "cluster",
                "place",
                "organization",
                name="quota_has_one_scope",
                message="请在集群、区域、党组织中填写一项。",
            ),
            models.CheckConstraint(
                condition=Q(used__lte=F("quota")),
                name="quota_not_exceeded",
                violation_error_message="已使用数不能超过指标数。",
            ),
            models.UniqueConstraint(
                "year",
                "target_group",
                "cluster",
                "place",
                "organization",
                nulls_distinct=False,
                name="quota_once_a_year",
                violation_error_message="该范围当年已下达这类指标。",
            ),
        ]

    def __str__(self):
        return f"{self.year}年{self.get_target_group_display()}指标"

    @property
    def left(self):
        """How many are still free."""
        return self.quota - self.used


class DevelopmentFileQuerySet(RemitQuerySet):
    """发展档案 rows; reached with the branch."""

    reached_by: ClassVar = following("organization", PartyOrganization)

    def open(self):
        """Neither finished nor given up."""
        return self.filter(closed_on=None)

    def having(self, step, by=None):
        """A step taken, by a day if given."""
        taken = DevelopmentStep.objects.filter(file=OuterRef("pk"), step=step)
        return self.filter(Exists(taken.filter(happened_on__lte=by) if by else taken))

    def lacking(self, step):
        """A step not taken."""
        return self.exclude(pk__in=DevelopmentStep.objects.filter(step=step).values("file"))

    def talk_overdue(self, day):
        """申请满一个月仍未派人谈话"""
        return self._waiting(Step.APPLIED, Step.TALKED, add_months(day, -TALK_WITHIN_MONTHS))

    def approval_overdue(self, day):
        """支部大会通过满三个月仍未审批"""
        return self._waiting(Step.MEETING_ACCEPTED, Step.APPROVED, add_months(day, -APPROVAL_WITHIN_MONTHS))

    def confirmation_overdue(self, day):
        """转正经支部大会通过满三个月仍未审批"""
        since = add_months(day, -APPROVAL_WITHIN_MONTHS)
        return self._waiting(Step.MEETING_CONFIRMED, Step.CONFIRMATION_APPROVED, since)

    def _waiting(self, done, missing, since):
        return self.open().having(done, by=since).lacking(missing)


@tracked()
class DevelopmentFile(models.Model):
    """发展党员档案 — one person's way from application to confirmation, in one branch."""

    class Status(models.TextChoices):
        APPLICATION = Stage.APPLICATION.value, "申请入党"
        ACTIVIST = Stage.ACTIVIST.value, "入党积极分子"
        PROSPECT = Stage.PROSPECT.value, "发展对象"
        ADMISSION = Stage.ADMISSION.value, "接收预备党员"
        PROBATION = Stage.PROBATION.value, "预备期"
        COMPLETED = "completed", "已转正归档"
        STOPPED = "stopped", "终止"

    CLOSED = (Status.COMPLETED, Status.STOPPED)

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="development_files", verbose_name="发展对象"
    )
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="development_files", verbose_name="所在党支部"
    )
    quota = models.ForeignKey(
        DevelopmentQuota, models.PROTECT, null=True, blank=True, related_name="files", verbose_name="使用指标"
    )
    status = models.CharField("阶段", max_length=12, choices=Status, default=Status.APPLICATION)
    opened_on = models.DateField("建档日期")
    extension_months = models.PositiveSmallIntegerField("延长预备期（月）", null=True, blank=True)
    closed_on = models.DateField("结案日期", null=True, blank=True)
    closed_reason = models.CharField("终止原因", max_length=200, blank=True)

    objects = DevelopmentFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发展党员档案"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "member",
                condition=Q(closed_on=None),
                name="development_file_open_once",
                violation_error_message="该人员已有发展党员档案。",
            ),
            models.CheckConstraint(
                condition=Q(extension_months=None) | Q(extension_months__range=EXTENSION_MONTHS),
                name="development_extension_half_to_one_year",
                violation_error_message="延长预备期不少于半年、不超过一年。",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("completed", "stopped"), closed_on__isnull=False)
                | (~Q(status__in=("completed", "stopped")) & Q(closed_on=None)),
                name="development_closed_has_day",
                violation_error_message="已归档或终止的须填写结案日期。",
            ),
            models.CheckConstraint(
                condition=~Q(status="stopped") | ~Q(closed_reason=""),
                name="development_stopped_has_reason",
                violation_error_message="终止的须填写原因。",
            ),
            in_order(
                "opened_on",
                "closed_on",
                name="development_closed_after_opening",
                message="结案日期不能早于建档日期。",
            ),
        ]

    def __str__(self):
        return f"{self.member}（{self.get_status_display()}）"

    def clean(self):
        if not self.organization_id or not self.opened_on:
            return
        if self.organization.is_functional:
            raise ValidationError({"organization": "功能型党组织不发展党员。"})
        kinds = OrganizationState.objects.in_force(self.opened_on).filter(organization=self.organization)
        if kinds.filter(type_code__in=TEMPORARY).exists():
            raise ValidationError({"organization": "临时党组织一般不发展党员。"})


class DevelopmentPartQuerySet(RemitQuerySet):
    """Steps and sponsors follow their file."""

    reached_by: ClassVar = following("file", DevelopmentFile)


@tracked()
class DevelopmentStep(models.Model):
    """发展步骤 — one of the twenty-five steps as it was taken."""

    file = models.ForeignKey(DevelopmentFile, models.CASCADE, related_name="steps", verbose_name="档案")
    step = models.PositiveSmallIntegerField("步骤", choices=Step)
    happened_on = models.DateField("日期")
    operator = models.ForeignKey(
        PartyOrganization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理党组织"
    )
    document = models.CharField("文书", max_length=120, blank=True, help_text="文件名称或编号")
    due = models.PositiveIntegerField("应到会有表决权人数", null=True, blank=True)
    present = models.PositiveIntegerField("实到会有表决权人数", null=True, blank=True)
    in_favour = models.PositiveIntegerField("赞成票", null=True, blank=True)
    days = models.PositiveSmallIntegerField("培训天数", null=True, blank=True)
    hours = models.PositiveSmallIntegerField("培训学时", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    objects = DevelopmentPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发展步骤"
        ordering = ["file", "happened_on", "step"]
        constraints = [
            models.UniqueConstraint(
                "file",
                "step",
                condition=~Q(step__in=(6, 21)),
                name="development_step_once",
                violation_error_message="这一步已经办理。",
            ),
            models.CheckConstraint(
                condition=Q(present=None) | Q(due=None) | Q(present__lte=F("due")),
                name="development_present_within_due",
                violation_error_message="实到会人数不能多于应到会人数。",
            ),
            models.CheckConstraint(
                condition=Q(in_favour=None) | Q(present=None) | Q(in_favour__lte=F("present")),
                name="development_votes_within_present",
                violation_error_message="赞成票不能多于实到会人数。",
            ),
            needed_when(
                Q(step__in=(15, 23)),
                "due",
                "present",
                "in_favour",
                name="development_meeting_has_votes",
                message="支部大会须填写应到会、实到会人数和赞成票。",
            ),
        ]

    def __str__(self):
        return f"{self.get_step_display()}（{self.happened_on:%Y-%m-%d}）"

    def clean(self):
        if self.happened_on and self.happened_on > clock.today():
            raise ValidationError({"happened_on": "日期不能晚于今天。"})


class DevelopmentSponsorQuerySet(DevelopmentPartQuerySet):
    """培养联系人和入党介绍人"""

    reached_by: ClassVar = dict(DevelopmentPartQuerySet.reached_by)


@tracked()
class DevelopmentSponsor(models.Model):
    """培养联系人、入党介绍人 — full members who answer for the person."""

    class Role(models.TextChoices):
        CONTACT = "contact", "培养联系人"
        SPONSOR = "sponsor", "入党介绍人"

    file = models.ForeignKey(DevelopmentFile, models.CASCADE, related_name="sponsors", verbose_name="档案")
    member = models.ForeignKey(Member, models.PROTECT, related_name="sponsored_files", verbose_name="党员")
    role = models.CharField("身份", max_length=8, choices=Role)
    named_on = models.DateField("确定日期")

    objects = DevelopmentSponsorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培养联系人和入党介绍人"
        constraints = [
            models.UniqueConstraint(
                "file",
                "member",
                "role",
                name="development_sponsor_once",
                violation_error_message="该党员已登记。",
            )
        ]

    def __str__(self):
        return f"{self.get_role_display()}{self.member}"

    def clean(self):
        if not self.member_id or not self.file_id or not self.named_on:
            return
        if self.member_id == self.file.member_id:
            raise ValidationError({"member": f"{self.get_role_display()}不能是本人。"})
        if not Member.objects.full(self.named_on).filter(pk=self.member_id).exists():
            raise ValidationError({"member": f"{self.get_role_display()}须为正式党员。"})
