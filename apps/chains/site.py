"""阵地链指标 — where Party members meet, serve and show their work, and how much these places are used."""

from functools import partial
from typing import Any

from django.conf import settings

from apps.chains import site_rows as rows
from apps.chains.indicator import Better, Chain, Distinct, Indicator, Part, Tally, Unit, standing, total
from apps.chains.organization import ENTERPRISE, MEMBER, REVIEWED
from apps.chains.subject import ENTERPRISES
from apps.clusters.models import Enterprise
from apps.members.models import Post
from apps.sites.models import Building, DemonstrationBelt, Site

POSITION = Chain.SITE
IN_USE = standing(rows.SITES, rows.active_sites)
BUILDING = standing(rows.BUILDINGS, Building.objects.standing)
POST = standing(rows.POSTS, rows.posts)


def sites_like(key: str, name: str, **facts: Any) -> Part:
    """Sites in use of one kind or scene."""
    numerator = standing(rows.SITES, partial(rows.active_sites, **facts))
    return Part(key=key, name=name, unit=Unit.THINGS, numerator=numerator)


def posts_like(kind: Post.Kind) -> Part:
    """Posts of one kind."""
    numerator = standing(rows.POSTS, partial(rows.posts, kind=kind))
    return Part(key=kind.value, name=kind.label, unit=Unit.THINGS, numerator=numerator)


INDICATORS = [
    Indicator(
        code="POS-01",
        identifier="pos_belts",
        chain=POSITION,
        name="党建示范带数",
        short_name="示范带",
        unit=Unit.ENTRIES,
        better=Better.HIGHER,
        meaning="已命名的产业创新集群党建示范带有多少条；一条示范带属于一个集群。",
        formula="截至日状态为命名或复评的示范带条数。",
        source="昆山市沿轨交11号线等16条",
        reviewed_on=REVIEWED,
        numerator=standing(rows.BELTS, DemonstrationBelt.objects.active),
    ),
    Indicator(
        code="POS-02",
        identifier="pos_demo_sites",
        chain=POSITION,
        name="示范阵地数",
        short_name="示范阵地",
        unit=Unit.THINGS,
        better=Better.HIGHER,
        meaning="命名为示范阵地、正在使用的阵地有多少个。",
        formula="截至日状态为启用或提升、且为示范阵地的阵地个数。",
        source="昆山市党员先锋示范阵地30个",
        reviewed_on=REVIEWED,
        numerator=standing(rows.SITES, rows.demonstration),
    ),
    Indicator(
        code="POS-03",
        identifier="pos_stations",
        chain=POSITION,
        name="区域党建工作站数",
        short_name="工作站",
        unit=Unit.ENTERPRISES,
        better=Better.HIGHER,
        meaning="选派红色专员的区域党建工作站有多少家。",
        formula="截至日状态为启用或提升、类别为区域党建工作站的阵地个数。",
        source="昆山市36家",
        reviewed_on=REVIEWED,
        numerator=standing(rows.SITES, lambda day: rows.active_sites(day).stations()),
    ),
    Indicator(
        code="POS-04",
        identifier="pos_sites_by_kind",
        chain=POSITION,
        name="党群阵地数",
        short_name="党群阵地",
        unit=Unit.THINGS,
        better=Better.HIGHER,
        meaning="正在使用的党群阵地有多少个，按类别和场景分列。",
        formula="截至日状态为启用或提升的阵地个数。",
        source="昆山市园区、人才社区、集宿区三类阵地",
        reviewed_on=REVIEWED,
        numerator=IN_USE,
        parts=(
            *(sites_like(f"kind-{kind.value}", kind.label, kind=kind.value) for kind in Site.Kind),
            *(
                sites_like(f"scene-{scene.value}", f"场景：{scene.label}", scene=scene.value)
                for scene in Site.Scene
            ),
        ),
    ),
    Indicator(
        code="POS-05",
        identifier="pos_enterprise_coverage",
        chain=POSITION,
        name="阵地覆盖率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="链上企业中，所在楼宇园区有阵地、或一公里内有阵地的比例（“建在企业门口”）。",
        formula="入驻的楼宇园区内有在用阵地、或距在用阵地不超过1公里的在营链上企业÷在营链上企业。",
        source="昆山市“企业门口”的党群服务阵地",
        reviewed_on=REVIEWED,
        numerator=standing(ENTERPRISES, rows.near_a_site),
        denominator=ENTERPRISE,
    ),
    Indicator(
        code="POS-06",
        identifier="pos_usage",
        chain=POSITION,
        name="阵地使用频次",
        unit=Unit.TIMES_A_MONTH,
        better=Better.HIGHER,
        meaning="每个在用阵地平均每月使用几次。",
        formula="（本期使用的预约次数＋在阵地举办、未经预约的活动场次）÷在用阵地数÷月数。",
        source="阵地作用发挥",
        reviewed_on=REVIEWED,
        numerator=total(rows.SITES, rows.used, "uses"),
        denominator=IN_USE,
        monthly=True,
    ),
    Indicator(
        code="POS-07",
        identifier="pos_area_ok_rate",
        chain=POSITION,
        name="面积达标率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="党群服务中心中面积达标的比例；达标面积可由系统管理员设定。",
        formula=f"截至日在用、面积不小于{settings.CENTRE_AREA}平方米的党群服务中心÷在用的党群服务中心；未填面积的不达标。",
        source="DB1310/T 264.10",
        reviewed_on=REVIEWED,
        numerator=standing(rows.SITES, rows.large_enough),
        denominator=standing(rows.SITES, rows.centres),
    ),
    Indicator(
        code="POS-08",
        identifier="pos_building_coverage",
        chain=POSITION,
        name="园区楼宇覆盖率",
        short_name="楼宇覆盖",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="楼宇园区中，有党组织、有阵地或有人联络的比例。",
        formula="截至日有党组织、有在用阵地、或入驻企业有在任指导员、联络员的楼宇园区÷投用的楼宇园区。",
        source="花桥114栋商务楼宇、3100余家企业；云昆大厦首批32家",
        reviewed_on=REVIEWED,
        numerator=standing(rows.BUILDINGS, rows.reached_buildings),
        denominator=BUILDING,
        parts=(
            Part(key="buildings", name="楼宇园区", unit=Unit.BUILDINGS, numerator=BUILDING),
            Part(
                key="tenants",
                name="入驻企业",
                unit=Unit.ENTERPRISES,
                numerator=Distinct(Tally(rows.TENANCIES, rows.tenancies), "enterprise", Enterprise),
                note="同一企业只计一次",
            ),
        ),
    ),
    Indicator(
        code="POS-09",
        identifier="pos_shared_rate",
        chain=POSITION,
        name="阵地联享率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="本期有两个以上党组织使用过的阵地的比例（阵地联享）。",
        formula="本期有两个及以上不同党组织预约使用或主办活动的在用阵地÷在用阵地。",
        source="昆山元宇宙“三联”阵地联享",
        reviewed_on=REVIEWED,
        numerator=Tally(rows.SITES, rows.shared),
        denominator=IN_USE,
    ),
    Indicator(
        code="POS-10",
        identifier="pos_model_posts",
        chain=POSITION,
        name="党员示范岗数",
        short_name="示范岗",
        unit=Unit.THINGS,
        better=Better.HIGHER,
        meaning="在设的党员示范岗、先锋岗、责任区有多少个，与党员数之比是多少。",
        formula="截至日有效的岗位个数；占比为岗位数÷覆盖党员数。",
        source="雨花台区320个",
        reviewed_on=REVIEWED,
        numerator=POST,
        parts=(
            Part(key="share", name="占比", unit=Unit.PERCENT, numerator=POST, denominator=MEMBER),
            *map(posts_like, Post.Kind),
        ),
    ),
]
