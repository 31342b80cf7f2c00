"""创新链代码表 — how rosters spell what the models store."""

from apps.core.codes import CodeList
from apps.innovation.models import Listing

DIRECTION = CodeList(
    "方向",
    dict(Listing.Direction.choices),
    also={
        Listing.Direction.NEED: ("需求清单", "企业需求", "需"),
        Listing.Direction.OFFER: ("供给清单", "成果供给", "供", "成果"),
    },
)

LISTING_KIND = CodeList(
    "供需类别",
    dict(Listing.Kind.choices),
    also={
        Listing.Kind.TECHNOLOGY: ("技术需求", "技术难题", "技术攻关"),
        Listing.Kind.RESULT: ("科技成果", "高校成果", "成果转化", "专利成果"),
        Listing.Kind.TALENT: ("人才需求", "用工", "人才用工"),
        Listing.Kind.FUNDS: ("融资", "资金需求", "融资需求"),
        Listing.Kind.ORDERS: ("订单需求", "市场", "产能"),
        Listing.Kind.PREMISES: ("场地设备", "用地", "载体", "设备"),
    },
)
