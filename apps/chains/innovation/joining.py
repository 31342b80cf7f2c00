"""创新链指标（联合和成果） — who joins, what is shared, signed, landed and patented (indicators.md §3.5)."""

from datetime import date
from typing import Any

from django.db.models import DecimalField, Value

from apps.chains import sets
from apps.chains.indicator import Distinct, Part, Tally, Unit, standing, total
from apps.chains.innovation.naming import indicator
from apps.chains.subject import CLUSTERS, either, following_enterprise, owned, tied
from apps.clusters.models import ClusterEnterprise, Enterprise
from apps.core.period import Period
from apps.innovation.models import (
    Alliance,
    AllianceMember,
    Consortium,
    InvestmentProject,
    PatentCount,
    PlatformUse,
    ResearchContract,
    SupportElement,
    TechPlatform,
)

SEVEN = len(SupportElement.Kind)
PLATFORMS = owned(TechPlatform)
Role = ClusterEnterprise.ChainRole
OF_PLACE = "place__path cluster__place__path"
CONSORTIA, CHAIN_PLACES = owned(Consortium, "lead"), owned(ClusterEnterprise)
INVESTMENTS = owned(InvestmentProject, place=OF_PLACE)
ALLIANCES = owned(Alliance, "lead_enterprise", place=OF_PLACE)
MEMBERSHIPS = owned(
    AllianceMember,
    cluster="alliance__cluster__path",
    place="alliance__place__path alliance__cluster__place__path",
)
USES = owned(PlatformUse, cluster="platform__cluster__path", place="platform__cluster__place__path")
ELEMENTS = tied(SupportElement, cluster="cluster__path", place="cluster__place__path")
PATENTS = following_enterprise(PatentCount)
CONTRACTS = either(
    tied(ResearchContract, cluster="cluster__path", place="cluster__place__path"),
    following_enterprise(ResearchContract, when="signed_on"),
)


def in_role(*roles: str) -> Any:
    """Places on a chain, in these roles, of enterprises in operation."""

    def rows(day: date) -> Any:
        operating = Enterprise.objects.operating(day).order_by().values("pk")
        return sets.on_chain(day).filter(chain_role__in=roles, enterprise__in=operating)

    return rows


def patents(period: Period) -> Any:
    """The latest count of each of E, up to the year in which the period ends."""
    firms = sets.enterprises(period.end).order_by().values("pk")
    return PatentCount.objects.newest(period.end.year).filter(enterprise__in=firms)


def wanting(period: Period) -> Any:
    """Running clusters, each with the seven it should have."""
    seven = Value(SEVEN, output_field=DecimalField(max_digits=3, decimal_places=0))
    return sets.clusters(period.end).annotate(elements=seven)


STANDING_MEMBERS = standing(MEMBERSHIPS, AllianceMember.objects.enterprises)
SIGNED = Tally(CONTRACTS, ResearchContract.objects.signed_in)
USED = Tally(USES, PlatformUse.objects.used_in)
LEADING = Distinct(standing(CHAIN_PLACES, in_role(*ClusterEnterprise.LEADING)), "enterprise", Enterprise)
CORES = Distinct(standing(CHAIN_PLACES, in_role(Role.CORE)), "enterprise", Enterprise)
AGENCIES = Distinct(standing(CHAIN_PLACES, in_role(Role.PLATFORM)), "enterprise", Enterprise)
FOLLOWING = Distinct(
    standing(CHAIN_PLACES, in_role(Role.UPSTREAM, Role.DOWNSTREAM, Role.SUPPORTING)), "enterprise", Enterprise
)
LANDED = Tally(INVESTMENTS, InvestmentProject.objects.landed_in)

INDICATORS = [
    indicator(
        "INN-05",
        "inn_consortia",
        name="创新联合体数",
        short_name="创新联合体",
        unit=Unit.THINGS,
        meaning="在运行的创新联合体，以及各联盟的成员企业（一家企业只计一次）。",
        formula="截至日有效的创新联合体数；联盟成员企业为有效联盟的有效成员中的企业，按企业去重。",
        source="昆山元宇宙列名联合体4个、联盟成员50家",
        numerator=standing(CONSORTIA, lambda day: Consortium.objects.in_force(day)),
        parts=(
            Part(
                key="members",
                name="联盟成员企业",
                unit=Unit.ENTERPRISES,
                numerator=Distinct(STANDING_MEMBERS, "enterprise", Enterprise),
            ),
            Part(
                key="alliances",
                name="联盟",
                unit=Unit.THINGS,
                numerator=standing(ALLIANCES, lambda day: Alliance.objects.in_force(day)),
            ),
        ),
    ),
    indicator(
        "INN-06",
        "inn_valid_patents",
        name="有效发明专利数",
        short_name="有效专利",
        unit=Unit.ITEMS,
        meaning="链上在营企业最近一年末拥有的有效发明专利。",
        formula="每家链上在营企业取截至日所在年度及以前最近一年的有效发明专利数，相加。",
        source="雨花红谷900余项",
        numerator=total(PATENTS, patents, "valid"),
        parts=(
            Part(
                key="granted",
                name="当年授权",
                unit=Unit.ITEMS,
                numerator=total(
                    PATENTS, lambda period: patents(period).filter(year=period.end.year), "granted"
                ),
                note="只计截至日所在年度的统计",
            ),
        ),
    ),
    indicator(
        "INN-07",
        "inn_rnd_contracts",
        name="产学研合作数",
        short_name="产学研合作",
        unit=Unit.ITEMS,
        meaning="本期企业与高校院所签订的产学研合作。",
        formula="签约日期在本期的产学研合作项数；合同额相加。",
        source="雨花红谷6项",
        numerator=SIGNED,
        parts=(
            Part(
                key="amount",
                name="合同额",
                unit=Unit.MONEY,
                numerator=total(CONTRACTS, ResearchContract.objects.signed_in, "amount"),
            ),
        ),
    ),
    indicator(
        "INN-08",
        "inn_tech_platforms",
        name="公共技术平台数",
        short_name="技术平台",
        unit=Unit.THINGS,
        meaning="在运行的链上公共技术服务平台，以及本期使用它们的企业。",
        formula="截至日有效的公共技术平台数；本期使用家次，及按企业去重的家数。",
        source="雨花红谷9个",
        numerator=standing(PLATFORMS, lambda day: TechPlatform.objects.in_force(day)),
        parts=(
            Part(
                key="users",
                name="使用企业",
                unit=Unit.ENTERPRISES,
                numerator=Distinct(USED, "enterprise", Enterprise),
            ),
            Part(key="uses", name="使用家次", unit=Unit.ENTERPRISE_VISITS, numerator=USED),
        ),
    ),
    indicator(
        "INN-09",
        "inn_chain_pull",
        name="链主带动企业数",
        short_name="链主带动",
        unit=Unit.FIRMS_TO_A_LEADER,
        meaning="平均每家链主、链核企业带动多少家上下游和配套企业。",
        formula="链上角色为上游、下游、配套的在营企业数÷链主、链核企业数，均按企业去重。",
        source="雨花红谷350余家；德州2200余家",
        numerator=FOLLOWING,
        denominator=LEADING,
        parts=(
            Part(key="firms", name="上下游和配套企业", unit=Unit.ENTERPRISES, numerator=FOLLOWING),
            Part(key="leaders", name="链主、链核企业", unit=Unit.ENTERPRISES, numerator=LEADING),
            Part(key="cores", name="链核企业", unit=Unit.ENTERPRISES, numerator=CORES),
            Part(key="platforms", name="平台机构", unit=Unit.ENTERPRISES, numerator=AGENCIES),
        ),
    ),
    indicator(
        "INN-10",
        "inn_landed_projects",
        name="项目落户数",
        short_name="项目落户",
        unit=Unit.THINGS,
        meaning="本期达到签约及以后阶段的投资项目，以及各集群“七个一”的完备程度。",
        formula="签约、落户、开工、投产中最早的日期在本期的项目数；七个一完备度=各集群已有的要素种数÷（集群数×7）。",
        source="昆山元宇宙项目清单、“七个一”",
        numerator=LANDED,
        parts=(
            Part(
                key="amount",
                name="投资额",
                unit=Unit.MONEY,
                numerator=total(INVESTMENTS, InvestmentProject.objects.landed_in, "amount"),
            ),
            Part(
                key="support",
                name="七个一完备度",
                unit=Unit.PERCENT,
                numerator=standing(ELEMENTS, lambda day: SupportElement.objects.there(day)),
                denominator=total(CLUSTERS, wanting, "elements"),
                note="每类要素只计一个",
            ),
        ),
    ),
]
