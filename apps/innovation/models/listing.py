"""需求清单、供给清单 — what one side needs and the other offers, claimed, brought together and dealt."""

from datetime import timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from apps.clusters.models import Cluster, Enterprise
from apps.core.constraints import exactly_one_of, in_order, needed_when
from apps.core.history import tracked
from apps.core.reaching import either, following
from apps.core.remit import Reach, RemitQuerySet

SETTLING_TIME = timedelta(days=90)
"""对接成功率 is asked of needs that were published at least so long ago (INN-04)."""


class ListingQuerySet(RemitQuerySet):
    """清单 rows; reached with the cluster, the enterprise or the department that owns them."""

    reached_by: ClassVar = either(
        following("cluster", Cluster),
        following("enterprise", Enterprise),
        {Reach.DEPARTMENT: "department"},
    )

    def needs(self):
        """需求"""
        return self.filter(direction=Listing.Direction.NEED)

    def offers(self):
        """供给"""
        return self.filter(direction=Listing.Direction.OFFER)

    def published_by(self, day):
        """发布 by a day."""
        return self.filter(published_on__lte=day)

    def settled_by(self, day):
        """Published long enough before a day to have come to a deal."""
        return self.published_by(day - SETTLING_TIME)

    def standing(self, day):
        """在架 — published by a day, neither expired nor closed then."""
        return self.published_by(day).filter(
            Q(expires_on=None) | Q(expires_on__gte=day), Q(closed_on=None) | Q(closed_on__gt=day)
        )

    def dealt(self, by):
        """成交 — with a deal by a day, its own or of an offer it was brought together with."""
        deals = Deal.objects.filter(signed_on__lte=by)
        own, matched = deals.filter(listing=OuterRef("pk")), deals.filter(match__need=OuterRef("pk"))
        return self.filter(Exists(own) | Exists(matched))


@tracked()
class Listing(models.Model):
    """需求、供给 — one entry of the two-sided list."""

    class Direction(models.TextChoices):
        NEED = "need", "需求"
        OFFER = "offer", "供给"

    class Kind(models.TextChoices):
        TECHNOLOGY = "technology", "技术"
        RESULT = "result", "成果"
        TALENT = "talent", "人才"
        FUNDS = "funds", "资金"
        ORDERS = "orders", "订单"
        PREMISES = "premises", "场地"

    class Status(models.TextChoices):
        DRAFT = "draft", "征集（草稿）"
        AUDITING = "auditing", "审核"
        PUBLISHED = "published", "发布"
        CLAIMED = "claimed", "认领"
        MATCHING = "matching", "对接"
        DEALT = "dealt", "成交"
        RETURNED = "returned", "退回"
        CLOSED = "closed", "关闭"

    BEFORE_PUBLISHING = (Status.DRAFT, Status.AUDITING, Status.RETURNED)

    listing_no = models.CharField("编号", max_length=40, unique=True)
    direction = models.CharField("方向", max_length=8, choices=Direction)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    title = models.CharField("名称", max_length=120)
    text = models.TextField("内容", blank=True)
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="listings", verbose_name="集群")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="listings", verbose_name="企业"
    )
    institution = models.ForeignKey(
        "clusters.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listings",
        verbose_name="高校院所、机构",
    )
    department = models.ForeignKey(
        "clusters.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listings",
        verbose_name="部门",
    )
    submitted_on = models.DateField("征集日期")
    audited_on = models.DateField("审核日期", null=True, blank=True)
    published_on = models.DateField("发布日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    closed_on = models.DateField("关闭日期", null=True, blank=True)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "需求和供给清单"
        ordering = ["-published_on", "-pk"]
        constraints = [
            exactly_one_of(
                "enterprise",
                "institution",
                "department",
                name="listing_has_one_owner",
                message="请在企业、高校院所、部门中填写一项。",
            ),
            in_order(
                "submitted_on",
                "published_on",
                name="listing_published_after_submission",
                message="发布日期不能早于征集日期。",
            ),
            in_order(
                "published_on",
                "expires_on",
                name="listing_expires_after_publishing",
                message="有效期不能早于发布日期。",
            ),
            needed_when(
                Q(status__in=("published", "claimed", "matching", "dealt")),
                "published_on",
                name="listing_published_has_day",
                message="已发布的须填写发布日期。",
            ),
            needed_when(
                Q(status="closed"),
                "closed_on",
                name="listing_closed_has_day",
                message="已关闭的须填写关闭日期。",
            ),
        ]
        indexes = [models.Index(fields=["direction", "published_on"], name="listing_direction_published")]

    def __str__(self):
        return self.title

    @property
    def owner(self):
        """Whose entry it is."""
        return self.enterprise or self.institution or self.department


class ListingClaimQuerySet(RemitQuerySet):
    """Claims, reached with the entry or with the enterprise that claimed it."""

    reached_by: ClassVar = either(following("listing", Listing), following("enterprise", Enterprise))


@tracked()
class ListingClaim(models.Model):
    """认领 — somebody who can answer an entry says so."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="claims", verbose_name="清单条目")
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listing_claims",
        verbose_name="认领企业",
    )
    institution = models.ForeignKey(
        "clusters.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listing_claims",
        verbose_name="认领院所、机构",
    )
    department = models.ForeignKey(
        "clusters.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listing_claims",
        verbose_name="认领部门",
    )
    claimed_on = models.DateField("认领日期")
    contact = models.CharField("联系人", max_length=40, blank=True)

    objects = ListingClaimQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "认领"
        ordering = ["listing", "claimed_on", "pk"]
        constraints = [
            exactly_one_of(
                "enterprise",
                "institution",
                "department",
                name="listing_claim_has_one_claimer",
                message="请在认领企业、院所、部门中填写一项。",
            ),
            models.UniqueConstraint(
                "listing",
                "enterprise",
                "institution",
                "department",
                nulls_distinct=False,
                name="listing_claim_once",
                violation_error_message="该条目已由其认领。",
            ),
        ]

    def __str__(self):
        return f"{self.listing}：{self.enterprise or self.institution or self.department}"

    def clean(self):
        if self.listing_id and self.enterprise_id and self.enterprise_id == self.listing.enterprise_id:
            raise ValidationError({"enterprise": "不能认领本企业的条目。"})


class MatchQuerySet(RemitQuerySet):
    """Matches, reached from either side."""

    reached_by: ClassVar = either(following("need", Listing), following("offer", Listing))

    def made_in(self, period):
        """Within a period."""
        return self.filter(matched_on__range=period.days)


@tracked()
class Match(models.Model):
    """对接 — one need brought together with one offer."""

    need = models.ForeignKey(Listing, models.CASCADE, related_name="matches", verbose_name="需求")
    offer = models.ForeignKey(Listing, models.CASCADE, related_name="matched_needs", verbose_name="供给")
    matched_on = models.DateField("对接日期")
    note = models.CharField("情况", max_length=200, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "供需对接"
        ordering = ["-matched_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "need", "offer", name="match_once", violation_error_message="该需求与供给已对接。"
            )
        ]

    def __str__(self):
        return f"{self.need}—{self.offer}"

    def clean(self):
        if self.need_id and self.need.direction != Listing.Direction.NEED:
            raise ValidationError({"need": "请选择需求。"})
        if self.offer_id and self.offer.direction != Listing.Direction.OFFER:
            raise ValidationError({"offer": "请选择供给。"})


class DealQuerySet(RemitQuerySet):
    """Deals follow their entry."""

    reached_by: ClassVar = following("listing", Listing)

    def signed_in(self, period):
        """Within a period."""
        return self.filter(signed_on__range=period.days)


@tracked()
class Deal(models.Model):
    """成交 — what an entry came to, 万元."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="deals", verbose_name="清单条目")
    claim = models.ForeignKey(
        ListingClaim, models.PROTECT, null=True, blank=True, related_name="deals", verbose_name="认领"
    )
    match = models.ForeignKey(
        Match, models.PROTECT, null=True, blank=True, related_name="deals", verbose_name="对接"
    )
    signed_on = models.DateField("签约日期")
    amount = models.DecimalField("成交额（万元）", max_digits=14, decimal_places=2, null=True, blank=True)

    objects = DealQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "供需成交"
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="deal_amount_not_negative",
                violation_error_message="成交额不能为负数。",
            )
        ]

    def __str__(self):
        return f"{self.listing}成交"

    def clean(self):
        published = self.listing.published_on if self.listing_id else None
        if published and self.signed_on and self.signed_on < published:
            raise ValidationError({"signed_on": "签约日期不能早于条目发布日期。"})
        if self.claim_id and self.claim.listing_id != self.listing_id:
            raise ValidationError({"claim": "不是这个条目的认领。"})
        if self.match_id and self.listing_id not in (self.match.need_id, self.match.offer_id):
            raise ValidationError({"match": "不是这个条目的对接。"})
