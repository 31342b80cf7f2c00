"""阵地链代码表 — how rosters spell what the models of sites store."""

from apps.core.codes import CodeList
from apps.sites.models import Site, SiteState

Kind, Scene, Level = Site.Kind, Site.Scene, SiteState.Level

SITE_KIND = CodeList(
    "阵地类别",
    dict(Kind.choices),
    also={
        Kind.CENTRE: ("服务中心", "党群中心", "党建服务中心"),
        Kind.POINT: ("服务点", "党群驿站", "党建驿站"),
        Kind.PRODUCTION_LINE: ("先锋生产线", "示范生产线"),
        Kind.LABORATORY: ("先锋实验室", "党员实验室"),
        Kind.WORKSITE: ("先锋工地",),
        Kind.COUNTER: ("先锋服务台", "服务台"),
        Kind.CLASSROOM: ("实境课堂",),
        Kind.STATION: ("区域化党建工作站", "党建工作站", "工作站"),
        Kind.SECRETARY_STUDIO: ("书记工作站",),
        Kind.PARTY_STUDIO: ("党建创新工作室", "工作室"),
    },
)
SITE_SCENE = CodeList(
    "场景",
    dict(Scene.choices),
    also={
        Scene.PARK: ("产业园区", "产业园"),
        Scene.TALENT_COMMUNITY: ("人才公寓", "人才社区公寓"),
        Scene.DORMITORY: ("集宿", "员工宿舍", "集中居住区"),
        Scene.BUILDING: ("商务楼宇", "写字楼"),
        Scene.BUSINESS_DISTRICT: ("商业街区", "商圈市场"),
        Scene.ENTERPRISE: ("企业内", "厂区"),
    },
)
DEMO_LEVEL = CodeList(
    "示范级别",
    dict(Level.choices),
    also={
        Level.PREFECTURE: ("地级市",),
        Level.COUNTY: ("县级", "区级", "县市级"),
        Level.TOWN: ("镇级", "街道级"),
    },
)
