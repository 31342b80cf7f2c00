"""惠企资金的筛选 — how products, records, policies and claims are found."""

from typing import Any

from django.db.models import QuerySet

from apps.clusters.models import Cluster, Department, Enterprise, Institution, Place
from apps.core import clock
from apps.core.filters import RegisterFilter, below, choice, chosen, coded, pointed_at, since, until
from apps.services.models import FinanceProduct, FinanceRecord, Policy, PolicyClaim


class ProductFilter(RegisterFilter):
    """金融产品"""

    placeholder = "产品名称"
    searched = ("name",)
    kind = coded(FinanceProduct, "kind")
    institution = chosen(Institution, "提供机构")

    class Meta:
        model = FinanceProduct
        fields = ()


class FinanceFilter(RegisterFilter):
    """资金记录"""

    placeholder = "企业、产品"
    searched = ("enterprise__name", "product__name")
    amount_kind = coded(FinanceRecord, "amount_kind")
    status = coded(FinanceRecord, "status")
    product = chosen(FinanceProduct, "产品")
    cluster = below(Cluster, "集群", "cluster")
    since = since("放款（兑现）", "paid_on")
    until = until("放款（兑现）", "paid_on")
    enterprise = pointed_at(Enterprise, "企业")

    class Meta:
        model = FinanceRecord
        fields = ()


class PolicyFilter(RegisterFilter):
    """惠企政策"""

    placeholder = "政策名称、文号、发文单位"
    searched = ("title", "document_number", "issuer")
    validity = choice("有效期", (("valid", "现行有效"), ("expired", "已过有效期")), method="by_validity")
    place = below(Place, "适用区域", "place")
    department = chosen(Department, "牵头部门")

    class Meta:
        model = Policy
        fields = ()

    def by_validity(self, rows: Any, name: str, asked: str) -> QuerySet:
        today = clock.today()
        return rows.valid(today) if asked == "valid" else rows.filter(valid_until__lt=today)


class ClaimFilter(RegisterFilter):
    """政策兑现"""

    placeholder = "企业、政策"
    searched = ("enterprise__name", "policy__title")
    status = coded(PolicyClaim, "status")
    since = since("兑现", "paid_on")
    until = until("兑现", "paid_on")
    policy = pointed_at(Policy, "政策")
    enterprise = pointed_at(Enterprise, "企业")

    class Meta:
        model = PolicyClaim
        fields = ()
