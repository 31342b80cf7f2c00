"""平台、七个一、产学研、专利 — what a cluster's firms share, and what came of it."""

from typing import Any

from django.db.models import Sum

from apps.clusters.models import Cluster, Enterprise
from apps.core.columns import columns
from apps.core.entry import RegisterEntry
from apps.core.formatting import money
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.innovation.filters import (
    PatentCountFilter,
    PlatformUseFilter,
    ResearchContractFilter,
    SupportElementFilter,
    TechPlatformFilter,
)
from apps.innovation.models import PatentCount, PlatformUse, ResearchContract, SupportElement, TechPlatform


def used_by(rows: Any) -> str:
    """家次 and 家, apart."""
    return f"{rows.count()}家次，{rows.order_by().values('enterprise').distinct().count()}家企业"


class TechPlatforms(RegisterList):
    model = TechPlatform
    filterset_class = TechPlatformFilter
    columns = columns(
        TechPlatform, "name", "kind", "level", "cluster", "enterprise", "institution", "status", "starts_on"
    )
    default_order = ("name",)
    unit = "个"


class TechPlatformPage(RegisterEntry):
    model = TechPlatform
    facts = ("level", "cluster", "enterprise", "institution", "starts_on", "ends_on")
    badges = ("kind", "status")
    parts = (
        Part(
            "使用",
            PlatformUse,
            "platform",
            columns(PlatformUse, "used_on", "enterprise", "purpose"),
            unit="家次",
            filter="platform",
            told=used_by,
        ),
    )


class PlatformUses(RegisterList):
    model = PlatformUse
    filterset_class = PlatformUseFilter
    columns = columns(PlatformUse, "platform", "enterprise", "used_on", "purpose")
    default_order = ("-used_on",)
    unit = "家次"

    def summary(self, rows: Any) -> str:
        return used_by(rows)


class PlatformUsePage(RegisterEntry):
    model = PlatformUse
    facts = ("platform", "enterprise", "used_on", "purpose")


class ResearchContracts(RegisterList):
    model = ResearchContract
    filterset_class = ResearchContractFilter
    columns = columns(
        ResearchContract, "title", "enterprise", "institution", "cluster", "signed_on", "ends_on", "amount"
    )
    default_order = ("-signed_on",)
    roster = "research_contract"
    unit = "项"

    def summary(self, rows: Any) -> str:
        amount = rows.order_by().aggregate(amount=Sum("amount"))["amount"]
        return f"合同额{money(amount)}" if amount else ""


class ResearchContractPage(RegisterEntry):
    model = ResearchContract
    facts = ("enterprise", "institution", "cluster", "signed_on", "ends_on", "amount")


class PatentCounts(RegisterList):
    model = PatentCount
    filterset_class = PatentCountFilter
    columns = columns(PatentCount, "enterprise", "year", "granted", "valid")
    default_order = ("-year", "enterprise__name")
    roster = "patent"


class PatentCountPage(RegisterEntry):
    model = PatentCount
    facts = ("enterprise", "year", "granted", "valid")


class SupportElements(RegisterList):
    model = SupportElement
    filterset_class = SupportElementFilter
    columns = columns(
        SupportElement, "name", "kind", "cluster", "alliance", "platform", "evidence", "starts_on", "ends_on"
    )
    default_order = ("cluster__name", "kind")
    unit = "个"


class SupportElementPage(RegisterEntry):
    model = SupportElement
    facts = ("cluster", "alliance", "platform", "starts_on", "ends_on", "evidence")
    badges = ("kind",)


def there_and_missing(rows: Any) -> str:
    """x/7, and what a cluster still lacks."""
    there = set(rows.open().order_by().values_list("kind", flat=True))
    missing = [kind.label for kind in SupportElement.Kind if kind not in there]
    lacking = f"，缺：{'、'.join(missing)}" if missing else ""
    return f"{len(there)}/{len(SupportElement.Kind)}{lacking}"


PLATFORMS = columns(TechPlatform, "name", "kind", "level", "enterprise", "institution", "status")
CONTRACTS = columns(ResearchContract, "title", "enterprise", "institution", "signed_on", "amount")
shown_with(
    Cluster,
    Part(
        "七个一",
        SupportElement,
        "cluster",
        columns(SupportElement, "kind", "name", "alliance", "platform", "evidence"),
        unit="个",
        filter="cluster",
        told=there_and_missing,
    ),
    Part("公共技术平台", TechPlatform, "cluster", PLATFORMS, unit="个", filter="cluster"),
    Part("产学研合作", ResearchContract, "cluster", CONTRACTS, unit="项", filter="cluster"),
)
shown_with(
    Enterprise,
    Part("产学研合作", ResearchContract, "enterprise", CONTRACTS, unit="项", filter="enterprise"),
    Part(
        "专利",
        PatentCount,
        "enterprise",
        columns(PatentCount, "year", "granted", "valid"),
        unit="年",
        filter="enterprise",
    ),
    Part("运营的平台", TechPlatform, "enterprise", PLATFORMS, unit="个"),
    Part(
        "使用平台",
        PlatformUse,
        "enterprise",
        columns(PlatformUse, "platform", "used_on", "purpose"),
        unit="家次",
        filter="enterprise",
    ),
)
