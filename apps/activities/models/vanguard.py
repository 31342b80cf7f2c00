"""先锋活动 — pledges, contests, and campaigns with their checks (三亮三比、三有三无、十带头)."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from apps.clusters.models import Cluster
from apps.core.dated import Dated, DatedQuerySet
from apps.core.history import tracked
from apps.core.reaching import either, following
from apps.core.remit import RemitQuerySet
from apps.members.models import Member
from apps.organizations.models import PartyOrganization

BY_OWNER = either(following("organization", PartyOrganization), following("cluster", Cluster))


def taking_part(year):
    """Keys of the people with a pledge, a contest or a campaign check in a year (ACT-11)."""
    return (
        Q(pk__in=Pledge.objects.filter(year=year).order_by().values("member"))
        | Q(pk__in=ContestEntry.objects.filter(contest__held_on__year=year).order_by().values("member"))
        | Q(pk__in=CampaignCheck.objects.of_year(year).order_by().values("member"))
    )


class PledgeQuerySet(RemitQuerySet):
    """承诺 rows follow the person."""

    reached_by: ClassVar = following("member", Member)

    def fulfilled(self):
        """已兑现"""
        return self.filter(fulfilled_on__isnull=False)


@tracked()
class Pledge(models.Model):
    """三亮 — what a member shows for a year: identity, promise, achievement."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", "亮身份"
        PROMISE = "promise", "亮承诺"
        ACHIEVEMENT = "achievement", "亮业绩"

    member = models.ForeignKey(Member, models.PROTECT, related_name="pledges", verbose_name="党员")
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(1949), MaxValueValidator(2100)]
    )
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.PROMISE)
    text = models.CharField("内容", max_length=400)
    fulfilled_on = models.DateField("兑现日期", null=True, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员亮诺"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                "member",
                "year",
                "kind",
                name="pledge_once_a_year",
                violation_error_message="该党员当年已登记这类内容。",
            )
        ]

    def __str__(self):
        return f"{self.member}{self.year}年{self.get_kind_display()}"


class ContestQuerySet(RemitQuerySet):
    """比武 rows; reached with the host or with the cluster."""

    reached_by: ClassVar = BY_OWNER

    def held_in(self, period):
        """On a day of the period."""
        return self.filter(held_on__range=period.days)


@tracked()
class Contest(models.Model):
    """三比 — a contest of technique, innovation or results."""

    class Kind(models.TextChoices):
        TECHNIQUE = "technique", "比技术"
        INNOVATION = "innovation", "比创新"
        RESULTS = "results", "比实效"

    title = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    held_on = models.DateField("日期")
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="contests", verbose_name="主办党组织"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="contests", verbose_name="集群"
    )

    objects = ContestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "比武竞赛"
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return self.title


class ContestEntryQuerySet(RemitQuerySet):
    """Entries, reached with the contest or with the person."""

    reached_by: ClassVar = either(following("contest", Contest), following("member", Member))


@tracked()
class ContestEntry(models.Model):
    """参赛 — one person in one contest, with the result."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="entries", verbose_name="竞赛")
    member = models.ForeignKey(Member, models.PROTECT, related_name="contest_entries", verbose_name="党员")
    result = models.CharField("成绩", max_length=80, blank=True)
    rank = models.PositiveSmallIntegerField("名次", null=True, blank=True)

    objects = ContestEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参赛人员"
        ordering = ["contest", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                "contest",
                "member",
                name="contest_entry_once",
                violation_error_message="该党员已登记参赛。",
            )
        ]

    def __str__(self):
        return f"{self.contest}：{self.member}"


class CampaignQuerySet(DatedQuerySet):
    """主题行动 rows; reached with the organiser or with the cluster."""

    reached_by: ClassVar = BY_OWNER


@tracked()
class Campaign(Dated):
    """主题行动 — such as 三有三无 or 十带头: a list of items that are checked."""

    owner_field = "organization"

    name = models.CharField("行动名称", max_length=80)
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="campaigns", verbose_name="发起党组织"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name="集群"
    )

    objects = CampaignQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "主题行动"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                "name",
                "organization",
                "starts_on",
                name="campaign_once",
                violation_error_message="该行动已登记。",
            ),
        ]

    def __str__(self):
        return self.name


class CampaignItemQuerySet(RemitQuerySet):
    """Items follow their campaign."""

    reached_by: ClassVar = following("campaign", Campaign)


@tracked()
class CampaignItem(models.Model):
    """行动事项 — one of the items a campaign checks."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="items", verbose_name="行动")
    name = models.CharField("事项", max_length=120)
    position = models.PositiveSmallIntegerField("顺序", default=1)

    objects = CampaignItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行动事项"
        ordering = ["campaign", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "campaign",
                "name",
                name="campaign_item_once",
                violation_error_message="该行动已有这个事项。",
            )
        ]

    def __str__(self):
        return self.name


class CampaignCheckQuerySet(RemitQuerySet):
    """Checks, reached with the campaign, the organisation or the person."""

    reached_by: ClassVar = either(
        following("item", CampaignItem),
        following("organization", PartyOrganization),
        following("member", Member),
    )

    def of_year(self, year):
        """Of people, made in a year."""
        return self.filter(checked_on__year=year, member__isnull=False)

    def passed(self):
        """达标"""
        return self.filter(is_met=True)


@tracked()
class CampaignCheck(models.Model):
    """行动核查 — whether an organisation, or one of its members, meets an item."""

    item = models.ForeignKey(CampaignItem, models.CASCADE, related_name="checks", verbose_name="事项")
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="campaign_checks", verbose_name="党组织"
    )
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaign_checks",
        verbose_name="党员",
        help_text="核查党组织的不填",
    )
    checked_on = models.DateField("核查日期")
    is_met = models.BooleanField("达标")
    evidence = models.CharField("依据", max_length=200, blank=True)

    objects = CampaignCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行动核查"
        ordering = ["-checked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "item",
                "organization",
                "member",
                "checked_on",
                nulls_distinct=False,
                name="campaign_check_once_a_day",
                violation_error_message="当日已登记这项核查。",
            )
        ]

    def __str__(self):
        return f"{self.item}：{self.member or self.organization}"
