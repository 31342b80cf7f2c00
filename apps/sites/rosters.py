"""阵地名册 — sites by kind and scene; what changes about them later is changed on their own page."""

from apps.rosters.cells import BooleanCell, CodedCell, DateCell, ListCell, NumberCell, TextCell
from apps.rosters.columns import Column
from apps.rosters.roster import Roster
from apps.sites.codes import DEMO_LEVEL, SITE_KIND, SITE_SCENE

SQUARE_METRES = {"平方米": 1, "平米": 1, "平方": 1}


class SiteRoster(Roster):
    """阵地名册 — known again by its place and name."""

    title = "党群阵地名册"
    key = "name"
    anchor = "name"

    named = Column(
        "阵地名称",
        TextCell(longest=80),
        field="name",
        required=True,
        also=["名称", "阵地", "站点名称", "服务中心名称"],
        unlike=["类别", "场景", "党组织"],
        example="元宇宙产业园党群服务中心",
    )
    kind = Column(
        "类别",
        CodedCell(SITE_KIND),
        required=True,
        also=["阵地类别", "阵地类型", "类型"],
        example="党群服务中心",
    )
    scene = Column("场景", CodedCell(SITE_SCENE), also=["所在场景", "阵地场景"], example="园区")
    place = Column("所属区域", TextCell(longest=80), also=["区域", "所在区域", "区镇"], example="昆山高新区")
    cluster = Column("服务集群", TextCell(longest=80), also=["产业集群", "所属集群", "集群"])
    owner = Column(
        "所属党组织",
        TextCell(longest=120),
        also=["主管党组织", "建设单位", "党组织"],
        help="登记的党组织名称",
    )
    building = Column("所在楼宇、园区", TextCell(longest=80), also=["楼宇", "园区", "所在楼宇"])
    address = Column("地址", TextCell(longest=200), also=["详细地址", "所在地址"])
    area = Column(
        "面积（平方米）",
        NumberCell(whole=False, units=SQUARE_METRES),
        also=["面积", "建筑面积", "使用面积"],
        example="600",
    )
    opened_on = Column(
        "启用日期", DateCell(), also=["启用时间", "建成时间", "投用日期"], example="2023-06-01"
    )
    is_shared = Column("对外共享", BooleanCell(), also=["是否共享", "开放共享", "共享"])
    open_hours = Column("开放时间", TextCell(longest=80), also=["服务时间"])
    functions = Column("功能", ListCell(), also=["主要功能", "服务功能"], example="主题党日、政策咨询")
    host_name = Column("领衔人", TextCell(longest=40), also=["主持人", "领办人"], template=False)
    is_demo = Column(
        "示范阵地",
        BooleanCell(),
        also=["是否示范阵地", "是否示范"],
        help="新登记时记下，以后在阵地状态中变更",
    )
    level = Column("示范级别", CodedCell(DEMO_LEVEL), also=["级别", "命名级别"], template=False)
    remark = Column("备注", TextCell(longest=2000, verbatim=True), also=["说明", "简介"])
