"""双向培养、联系专家、人才库 — who is brought up to what, by whom, and who may be shared."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from apps.clusters.models import Enterprise
from apps.core.constraints import in_order, needed_when
from apps.core.dated import Dated, DatedQuerySet
from apps.core.history import tracked
from apps.core.reaching import either, following
from apps.core.remit import RemitQuerySet
from apps.members.models.member import Member


class DualCultivationQuerySet(RemitQuerySet):
    """双向培养 rows follow the person."""

    reached_by: ClassVar = following("member", Member)

    def achieved_in(self, period):
        """达成 within a period."""
        return self.filter(status=DualCultivation.Status.ACHIEVED, result_on__range=period.days)


@tracked()
class DualCultivation(models.Model):
    """双向培养 — a member brought up to key personnel, or key personnel brought into the Party."""

    class Direction(models.TextChoices):
        TO_BACKBONE = "to_backbone", "党员→骨干"
        TO_MEMBER = "to_member", "骨干→党员"

    class Category(models.TextChoices):
        SENIOR = "senior", "高级人才"
        SKILLED = "skilled", "技术能手"
        YOUNG_EXPERT = "young_expert", "青年专家"
        WORKER = "worker", "优秀工人"
        MANAGER = "manager", "管理骨干"

    class Status(models.TextChoices):
        LISTED = "listed", "列入"
        TRAINING = "training", "培养中"
        ACHIEVED = "achieved", "达成"
        STOPPED = "stopped", "中止"

    member = models.ForeignKey(Member, models.PROTECT, related_name="cultivations", verbose_name="培养对象")
    direction = models.CharField("方向", max_length=12, choices=Direction)
    category = models.CharField("类别", max_length=14, choices=Category)
    mentor = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="mentored", verbose_name="培养人"
    )
    listed_on = models.DateField("列入日期")
    plan = models.TextField("培养计划", blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.LISTED)
    result_on = models.DateField("达成日期", null=True, blank=True)

    objects = DualCultivationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "双向培养"
        ordering = ["-listed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "member",
                "direction",
                condition=Q(status__in=("listed", "training")),
                name="cultivation_open_once",
                violation_error_message="该人员正在此方向培养。",
            ),
            models.CheckConstraint(
                condition=Q(status="achieved", result_on__isnull=False)
                | (~Q(status="achieved") & Q(result_on=None)),
                name="cultivation_result_when_achieved",
                violation_error_message="达成的须填写达成日期，其他状态不填。",
            ),
            in_order(
                "listed_on",
                "result_on",
                name="cultivation_result_after_listing",
                message="达成日期不能早于列入日期。",
            ),
            models.CheckConstraint(
                condition=Q(mentor=None) | ~Q(mentor=F("member")),
                name="cultivation_mentor_is_another",
                violation_error_message="培养人不能是本人。",
            ),
        ]

    def __str__(self):
        return f"{self.member}（{self.get_direction_display()}）"

    def clean(self):
        if not self.member_id or not self.listed_on:
            return
        is_member = Member.objects.counted(self.listed_on).filter(pk=self.member_id).exists()
        if self.direction == self.Direction.TO_BACKBONE and not is_member:
            raise ValidationError({"member": "“党员→骨干”的培养对象列入时须是党员。"})
        if self.direction == self.Direction.TO_MEMBER and is_member:
            raise ValidationError({"member": "“骨干→党员”的培养对象列入时已是党员。"})


class ExpertLinkQuerySet(DatedQuerySet):
    """联系专家 rows, reached from either end."""

    reached_by: ClassVar = either(following("member", Member), following("expert", Member))


@tracked()
class ExpertLink(Dated):
    """党委联系服务专家 — a committee member keeps in touch with an expert; its state follows from dates."""

    owner_field = "expert"

    member = models.ForeignKey(Member, models.PROTECT, related_name="expert_links", verbose_name="党委委员")
    expert = models.ForeignKey(Member, models.PROTECT, related_name="linked_by", verbose_name="专家")
    field = models.CharField("专业领域", max_length=80, blank=True)

    objects = ExpertLinkQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "联系专家"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                "member",
                "expert",
                condition=Q(ends_on=None),
                name="expert_link_open_once",
                violation_error_message="该委员已联系这位专家。",
            ),
            models.CheckConstraint(
                condition=~Q(member=F("expert")),
                name="expert_link_of_two_people",
                violation_error_message="委员和专家不能是同一人。",
            ),
        ]

    def __str__(self):
        return f"{self.member}联系{self.expert}"


class ExpertContactQuerySet(RemitQuerySet):
    """Contacts follow their link."""

    reached_by: ClassVar = following("link", ExpertLink)

    def made_in(self, period):
        """Within a period."""
        return self.filter(contacted_on__range=period.days)


@tracked()
class ExpertContact(models.Model):
    """联系记录 — one contact with an expert."""

    link = models.ForeignKey(ExpertLink, models.CASCADE, related_name="contacts", verbose_name="联系专家")
    contacted_on = models.DateField("联系日期")
    content = models.CharField("内容", max_length=400)

    objects = ExpertContactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系专家记录"
        ordering = ["-contacted_on", "-pk"]

    def __str__(self):
        return f"{self.contacted_on:%Y-%m-%d} {self.link}"

    def clean(self):
        if self.link_id and self.contacted_on and self.contacted_on < self.link.starts_on:
            raise ValidationError({"contacted_on": "联系日期不能早于结对日期。"})


class TalentPoolEntryQuerySet(RemitQuerySet):
    """人才库 rows; reached with the person or the enterprise that entered them."""

    reached_by: ClassVar = either(following("member", Member), following("enterprise", Enterprise))

    def standing(self, day):
        """在库 on a day."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), entered_on__lte=day)

    def shared(self):
        """共享 — with the person's consent; the only entries that may be shown to other firms."""
        return self.filter(status=TalentPoolEntry.Status.SHARED, consented_on__isnull=False)


@tracked()
class TalentPoolEntry(models.Model):
    """人才库 — a talent that firms of a chain may share, only with the person's consent (PIPL)."""

    class Kind(models.TextChoices):
        MANAGEMENT = "management", "管理"
        RESEARCH = "research", "研发"
        MARKET = "market", "市场"
        SKILL = "skill", "技能"

    class Status(models.TextChoices):
        ENTERED = "entered", "入库"
        SHARED = "shared", "共享"
        LEFT = "left", "出库"

    member = models.ForeignKey(Member, models.PROTECT, related_name="talent_entries", verbose_name="人员")
    kind = models.CharField("类型", max_length=12, choices=Kind)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="talents", verbose_name="入库企业"
    )
    tags = ArrayField(models.CharField(max_length=40), verbose_name="标签", default=list, blank=True)
    entered_on = models.DateField("入库日期")
    consented_on = models.DateField(
        "本人同意共享日期", null=True, blank=True, help_text="未经本人书面同意不得共享"
    )
    left_on = models.DateField("出库日期", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.ENTERED)

    objects = TalentPoolEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人才库"
        ordering = ["-entered_on", "-pk"]
        constraints = [
            needed_when(
                Q(status="shared"),
                "consented_on",
                name="talent_shared_with_consent",
                message="未经本人同意不得共享，请填写同意日期。",
            ),
            needed_when(
                Q(status="left"), "left_on", name="talent_left_has_day", message="已出库的须填写出库日期。"
            ),
            in_order(
                "entered_on",
                "left_on",
                name="talent_left_after_entering",
                message="出库日期不能早于入库日期。",
            ),
            models.UniqueConstraint(
                "member",
                "kind",
                condition=~Q(status="left"),
                name="talent_entry_open_once",
                violation_error_message="该人员已在人才库中。",
            ),
        ]

    def __str__(self):
        return f"{self.member}（{self.get_kind_display()}）"
