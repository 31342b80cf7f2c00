"""创新链的筛选 — how calls, projects, listings and the other registers of innovation are found."""

import django_filters

from apps.clusters.models import Cluster, Enterprise, Institution
from apps.core.filters import NO_CHOICE, RegisterFilter, below, choices_of, coded, pointed_at, since, until
from apps.innovation.models import (
    Alliance,
    ChainGap,
    Consortium,
    Deal,
    InvestmentProject,
    Listing,
    Match,
    OpenCall,
    PatentCount,
    PlatformUse,
    ResearchContract,
    SupportElement,
    TackleProject,
    TechPlatform,
)


def of_cluster() -> django_filters.Filter:
    """A cluster and those below it."""
    return below(Cluster, "集群", "cluster")


def of_year() -> django_filters.Filter:
    """One year."""
    return django_filters.NumberFilter(field_name="year", label="年度")


class CallFilter(RegisterFilter):
    """揭榜项目"""

    placeholder = "编号、题目、发榜企业、领域"
    searched = ("call_no", "title", "enterprise__name", "field")
    status = coded(OpenCall, "status")
    cluster = of_cluster()
    since = since("发榜", "published_on")
    until = until("发榜", "published_on")
    enterprise = pointed_at(Enterprise, "发榜企业")

    class Meta:
        model = OpenCall
        fields = ()


class TackleProjectFilter(RegisterFilter):
    """重点攻坚项目"""

    placeholder = "项目、牵头单位"
    searched = ("title", "enterprise__name", "organization__full_name")
    year = of_year()
    status = coded(TackleProject, "status")
    cluster = of_cluster()

    class Meta:
        model = TackleProject
        fields = ()


class ListingFilter(RegisterFilter):
    """需求和供给"""

    placeholder = "编号、名称、所属单位"
    searched = ("listing_no", "title", "enterprise__name", "institution__name", "department__name")
    direction = coded(Listing, "direction")
    kind = coded(Listing, "kind")
    status = coded(Listing, "status")
    cluster = of_cluster()
    since = since("发布", "published_on")
    until = until("发布", "published_on")
    enterprise = pointed_at(Enterprise, "企业")
    institution = pointed_at(Institution, "机构")

    class Meta:
        model = Listing
        fields = ()


class MatchFilter(RegisterFilter):
    """供需对接"""

    placeholder = "需求、供给名称"
    searched = ("need__title", "offer__title")
    since = since("对接", "matched_on")
    until = until("对接", "matched_on")

    class Meta:
        model = Match
        fields = ()


class DealFilter(RegisterFilter):
    """供需成交"""

    placeholder = "条目名称"
    searched = ("listing__title", "listing__listing_no")
    since = since("签约", "signed_on")
    until = until("签约", "signed_on")

    class Meta:
        model = Deal
        fields = ()


class ConsortiumFilter(RegisterFilter):
    """创新联合体"""

    placeholder = "名称、领域、牵头企业"
    searched = ("name", "field", "lead__name")
    status = coded(Consortium, "status")
    cluster = of_cluster()

    class Meta:
        model = Consortium
        fields = ()


class AllianceFilter(RegisterFilter):
    """联盟"""

    placeholder = "联盟名称"
    searched = ("name",)
    kind = coded(Alliance, "kind")
    status = coded(Alliance, "status")
    cluster = of_cluster()

    class Meta:
        model = Alliance
        fields = ()


class TechPlatformFilter(RegisterFilter):
    """公共技术平台"""

    placeholder = "平台、运营单位"
    searched = ("name", "enterprise__name", "institution__name")
    kind = coded(TechPlatform, "kind")
    level = coded(TechPlatform, "level")
    status = coded(TechPlatform, "status")
    cluster = of_cluster()

    class Meta:
        model = TechPlatform
        fields = ()


class PlatformUseFilter(RegisterFilter):
    """平台使用"""

    placeholder = "平台、企业、用途"
    searched = ("platform__name", "enterprise__name", "purpose")
    platform = django_filters.ModelChoiceFilter(
        label="平台", queryset=choices_of(TechPlatform), empty_label=NO_CHOICE
    )
    since = since("使用", "used_on")
    until = until("使用", "used_on")
    enterprise = pointed_at(Enterprise, "企业")

    class Meta:
        model = PlatformUse
        fields = ()


class ResearchContractFilter(RegisterFilter):
    """产学研合作"""

    placeholder = "项目、企业、院所"
    searched = ("title", "enterprise__name", "institution__name")
    cluster = of_cluster()
    since = since("签约", "signed_on")
    until = until("签约", "signed_on")
    enterprise = pointed_at(Enterprise, "企业")
    institution = pointed_at(Institution, "院所")

    class Meta:
        model = ResearchContract
        fields = ()


class PatentCountFilter(RegisterFilter):
    """专利统计"""

    placeholder = "企业名称"
    searched = ("enterprise__name",)
    year = of_year()
    enterprise = pointed_at(Enterprise, "企业")

    class Meta:
        model = PatentCount
        fields = ()


class InvestmentFilter(RegisterFilter):
    """投资项目"""

    placeholder = "项目、投资企业"
    searched = ("name", "enterprise__name")
    status = coded(InvestmentProject, "status")
    cluster = of_cluster()

    class Meta:
        model = InvestmentProject
        fields = ()


class ChainGapFilter(RegisterFilter):
    """强链补链延链"""

    placeholder = "环节、目标"
    searched = ("segment", "target")
    kind = coded(ChainGap, "kind")
    status = coded(ChainGap, "status")
    cluster = of_cluster()

    class Meta:
        model = ChainGap
        fields = ()


class SupportElementFilter(RegisterFilter):
    """七个一要素"""

    placeholder = "名称、依据"
    searched = ("name", "evidence")
    kind = coded(SupportElement, "kind")
    cluster = of_cluster()

    class Meta:
        model = SupportElement
        fields = ()
