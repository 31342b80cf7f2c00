"""惠企资金 — finance products and what they did, policies and claims; kinds of amounts are never added."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q, Sum

from apps.clusters.models import Enterprise
from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet
from apps.services.reaching import by_enterprise, either, of, through


@tracked()
class FinanceProduct(models.Model):
    """金融产品 — a loan, a fund or a subsidy that enterprises can ask for; known to everybody."""

    class Kind(models.TextChoices):
        LOAN = "loan", "信贷"
        FUND = "fund", "基金"
        SUBSIDY = "subsidy", "补助"
        INTEREST = "interest", "贴息"
        AWARD = "award", "奖励"

    name = models.CharField("产品名称", max_length=80, unique=True)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    institution = models.ForeignKey(
        "clusters.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="finance_products",
        verbose_name="提供机构",
    )
    remark = models.TextField("备注", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "金融产品"
        ordering = ["kind", "name"]

    def __str__(self):
        return self.name


def _by_cluster(path):
    """Money counted for a cluster; what names no cluster, through the enterprise on the chain."""
    on_chain = through(Enterprise, "enterprise", Reach.CLUSTER)(path)
    return Q(cluster__path__startswith=path) | (Q(cluster=None) & on_chain)


class FinanceRecordQuerySet(RemitQuerySet):
    """Money that reached enterprises."""

    reached_by: ClassVar = by_enterprise() | {
        Reach.PLACE: either(
            of("place__path__startswith"),
            of("cluster__place__path__startswith"),
            through(Enterprise, "enterprise", Reach.PLACE),
        ),
        Reach.CLUSTER: _by_cluster,
    }

    def paid_in(self, period):
        """放款、兑现 on a day of the period."""
        return self.filter(status__in=FinanceRecord.PAID, paid_on__range=period.days)

    def totals(self):
        """Sums in 万元 and numbers of cases, kind by kind: never one sum over kinds."""
        by_kind = self.order_by("amount_kind").values("amount_kind")
        return by_kind.annotate(total=Sum("amount"), cases=Sum("cases"), records=Count("pk"))


@tracked()
class FinanceRecord(models.Model):
    """资金记录 — one amount of one kind, for one enterprise or for several together."""

    class AmountKind(models.TextChoices):
        FINANCING = "financing", "融资额"
        SAVING = "saving", "节约成本"
        DIRECT = "direct", "直达资金"
        SUBSIDY = "subsidy", "补助额"
        FUND_SIZE = "fund_size", "基金规模"

    class Status(models.TextChoices):
        APPLIED = "applied", "申请"
        APPROVED = "approved", "审批"
        PAID = "paid", "放款（兑现）"
        SETTLED = "settled", "结清"
        REFUSED = "refused", "未通过"

    PAID = (Status.PAID, Status.SETTLED)

    product = models.ForeignKey(FinanceProduct, models.PROTECT, related_name="records", verbose_name="产品")
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="finance_records",
        verbose_name="企业",
        help_text="几家合计的不填，改填集群或区域",
    )
    cluster = models.ForeignKey(
        "clusters.Cluster",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="finance_records",
        verbose_name="集群",
    )
    place = models.ForeignKey(
        "clusters.Place",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="finance_records",
        verbose_name="区域",
    )
    amount_kind = models.CharField("金额口径", max_length=12, choices=AmountKind)
    amount = models.DecimalField(
        "金额（万元）", max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    cases = models.PositiveIntegerField("笔数", default=1)
    applied_on = models.DateField("申请日期", null=True, blank=True)
    paid_on = models.DateField("放款（兑现）日期", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.APPLIED)
    remark = models.TextField("备注", blank=True)

    objects = FinanceRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "资金记录"
        ordering = ["-paid_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False) | Q(cluster__isnull=False) | Q(place__isnull=False),
                name="finance_record_has_owner",
                violation_error_message="请填写企业、集群或区域。",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("paid", "settled")) | Q(paid_on__isnull=False),
                name="finance_record_paid_has_day",
                violation_error_message="已放款（兑现）的须填写日期。",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="finance_record_amount_not_negative",
                violation_error_message="金额不能为负数。",
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(applied_on=None) | Q(paid_on__gte=F("applied_on")),
                name="finance_record_paid_after_applied",
                violation_error_message="放款（兑现）日期不能早于申请日期。",
            ),
        ]

    def __str__(self):
        return f"{self.product} {self.get_amount_kind_display()}{self.amount}万元"


class PolicyQuerySet(models.QuerySet):
    """惠企政策 rows; published documents, open to every reader."""

    def valid(self, day):
        """Issued by a day and still valid then."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), issued_on__lte=day)


@tracked()
class Policy(models.Model):
    """惠企政策 — a published policy with its articles."""

    title = models.CharField("政策名称", max_length=160)
    document_number = models.CharField("文号", max_length=60, blank=True)
    issuer = models.CharField("发文单位", max_length=80)
    department = models.ForeignKey(
        "clusters.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="policies",
        verbose_name="牵头部门",
    )
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, related_name="policies", verbose_name="适用区域"
    )
    issued_on = models.DateField("发布日期")
    valid_until = models.DateField("有效期至", null=True, blank=True)
    articles = models.PositiveSmallIntegerField("条数", default=1)
    summary = models.TextField("要点", blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "惠企政策"
        ordering = ["-issued_on", "title"]
        constraints = [
            models.UniqueConstraint(
                "place",
                "title",
                name="policy_title_once_at_place",
                violation_error_message="该区域已登记同名政策。",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("issued_on")),
                name="policy_valid_after_issued",
                violation_error_message="有效期不能早于发布日期。",
            ),
        ]

    def __str__(self):
        return self.title


class PolicyClaimQuerySet(RemitQuerySet):
    """兑现 rows."""

    reached_by: ClassVar = by_enterprise() | {Reach.DEPARTMENT: of("policy__department")}

    def paid_in(self, period):
        """兑现 on a day of the period."""
        return self.filter(status=PolicyClaim.Status.PAID, paid_on__range=period.days)

    def total(self):
        """Sum in 万元; claims are all of one kind (直达资金)."""
        return self.aggregate(total=Sum("amount"))["total"]


@tracked()
class PolicyClaim(models.Model):
    """政策兑现 — one enterprise's claim under one policy."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "申报"
        REVIEWED = "reviewed", "审核"
        PUBLIC = "public", "公示"
        PAID = "paid", "兑现"
        REFUSED = "refused", "未通过"

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="claims", verbose_name="政策")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="policy_claims", verbose_name="企业"
    )
    amount = models.DecimalField(
        "金额（万元）",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    submitted_on = models.DateField("申报日期")
    paid_on = models.DateField("兑现日期", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.SUBMITTED)
    remark = models.TextField("备注", blank=True)

    objects = PolicyClaimQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策兑现"
        ordering = ["-submitted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="paid") | Q(paid_on__isnull=False, amount__isnull=False),
                name="policy_claim_paid_is_whole",
                violation_error_message="已兑现的须填写金额和兑现日期。",
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(paid_on__gte=F("submitted_on")),
                name="policy_claim_paid_after_submitted",
                violation_error_message="兑现日期不能早于申报日期。",
            ),
        ]

    def __str__(self):
        return f"{self.enterprise}：{self.policy}"
