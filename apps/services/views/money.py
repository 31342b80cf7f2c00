"""惠企资金和政策 — products, records by kind of amount, policies and claims; kinds are never added."""

from typing import Any

from django.db.models import Sum

from apps.clusters.models import Cluster, Enterprise
from apps.core.columns import Column, columns
from apps.core.entry import RegisterEntry
from apps.core.formatting import money
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.services.filters.money import ClaimFilter, FinanceFilter, PolicyFilter, ProductFilter
from apps.services.models import FinanceProduct, FinanceRecord, Policy, PolicyClaim

KINDS = dict(FinanceRecord.AmountKind.choices)
OWNER = Column(
    "owner",
    "企业、集群或区域",
    lambda row: row.enterprise or row.cluster or row.place,
    joins=("enterprise", "cluster", "place"),
)


def by_kind(rows: Any) -> str:
    """What was paid, kind by kind: 融资额1200.00万元（3笔）；节约成本50.00万元（1笔）."""
    paid = rows.filter(status__in=FinanceRecord.PAID)
    return "；".join(
        f"{KINDS[each['amount_kind']]}{money(each['total'])}（{each['cases']}笔）" for each in paid.totals()
    )


def claimed(rows: Any) -> str:
    """What was paid out, in items and money."""
    paid = rows.filter(status=PolicyClaim.Status.PAID)
    return f"已兑现{paid.count()}项，{money(paid.total() or 0)}"


class Products(RegisterList):
    model = FinanceProduct
    filterset_class = ProductFilter
    columns = columns(FinanceProduct, "name", "kind", "institution", "remark")
    default_order = ("kind", "name")
    unit = "个"
    sentence = "没有符合条件的产品。"


class ProductPage(RegisterEntry):
    model = FinanceProduct
    facts = ("kind", "institution", "remark")
    parts = (
        Part(
            "资金记录",
            FinanceRecord,
            "product",
            columns(FinanceRecord, OWNER, "amount_kind", "amount", "cases", "paid_on", "status"),
            unit="笔",
            filter="product",
            told=by_kind,
        ),
    )


class FinanceRecords(RegisterList):
    model = FinanceRecord
    filterset_class = FinanceFilter
    columns = columns(
        FinanceRecord, "product", OWNER, "amount_kind", "amount", "cases", "applied_on", "paid_on", "status"
    )
    default_order = ("-paid_on",)
    roster = "finance"
    unit = "条"
    sentence = "没有符合条件的资金记录。"

    def summary(self, rows: Any) -> str:
        return by_kind(rows)


class FinanceRecordPage(RegisterEntry):
    model = FinanceRecord
    facts = (
        "product",
        "enterprise",
        "cluster",
        "place",
        "amount_kind",
        "amount",
        "cases",
        "applied_on",
        "paid_on",
        "remark",
    )
    badges = ("status",)


class Policies(RegisterList):
    model = Policy
    filterset_class = PolicyFilter
    columns = columns(
        Policy, "title", "document_number", "issuer", "place", "issued_on", "valid_until", "articles"
    )
    default_order = ("-issued_on",)
    roster = "policy"
    unit = "项"
    sentence = "没有符合条件的政策。"

    def summary(self, rows: Any) -> str:
        return f"共{rows.aggregate(sum=Sum('articles'))['sum']}条举措"


class PolicyPage(RegisterEntry):
    model = Policy
    facts = (
        "document_number",
        "issuer",
        "department",
        "place",
        "issued_on",
        "valid_until",
        "articles",
        "summary",
    )
    parts = (
        Part(
            "政策兑现",
            PolicyClaim,
            "policy",
            columns(PolicyClaim, "enterprise", "amount", "submitted_on", "paid_on", "status"),
            filter="policy",
            told=claimed,
        ),
    )


class PolicyClaims(RegisterList):
    model = PolicyClaim
    filterset_class = ClaimFilter
    columns = columns(PolicyClaim, "enterprise", "policy", "amount", "submitted_on", "paid_on", "status")
    default_order = ("-submitted_on",)
    roster = "policy_claim"
    unit = "项"
    sentence = "没有符合条件的兑现记录。"

    def summary(self, rows: Any) -> str:
        return claimed(rows)


class PolicyClaimPage(RegisterEntry):
    model = PolicyClaim
    facts = ("policy", "enterprise", "amount", "submitted_on", "paid_on", "remark")
    badges = ("status",)


shown_with(
    Enterprise,
    Part(
        "惠企资金",
        FinanceRecord,
        "enterprise",
        columns(FinanceRecord, "product", "amount_kind", "amount", "paid_on", "status"),
        filter="enterprise",
        told=by_kind,
    ),
    Part(
        "政策兑现",
        PolicyClaim,
        "enterprise",
        columns(PolicyClaim, "policy", "amount", "submitted_on", "paid_on", "status"),
        filter="enterprise",
        told=claimed,
    ),
)
shown_with(
    Cluster,
    Part(
        "惠企资金",
        FinanceRecord,
        "cluster",
        columns(FinanceRecord, "product", OWNER, "amount_kind", "amount", "paid_on", "status"),
        filter="cluster",
        told=by_kind,
    ),
)
