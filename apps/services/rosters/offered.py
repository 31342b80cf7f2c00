"""惠企服务清单和服务平台 — the items of an edition being drafted, and the platforms of a place or cluster."""

from apps.rosters.cells import BooleanCell, CodedCell, DateCell, NumberCell, TextCell
from apps.rosters.columns import Column
from apps.rosters.roster import Roster
from apps.services.codes import PLATFORM_FUNCTION, PLATFORM_KIND

WORKING_DAYS = {"天": 1, "日": 1, "个工作日": 1, "工作日": 1}


class ItemRoster(Roster):
    """惠企服务清单 — goes into the edition that is being drafted; a published one is closed."""

    title = "惠企服务清单"
    key = "code"
    anchor = "name"

    category_code = Column(
        "大类编号", TextCell(longest=10), also=["类别编号", "大类序号"], template=False, help="新建大类时用"
    )
    category = Column(
        "服务大类",
        TextCell(longest=80),
        required=True,
        also=["大类", "类别", "事项类别", "大类名称", "服务类别"],
        unlike=["编号", "序号"],
        example="政策服务",
    )
    number = Column(
        "事项编号",
        TextCell(longest=12),
        field="code",
        required=True,
        also=["编号", "事项编码"],
        example="0101",
    )
    named = Column(
        "事项名称",
        TextCell(longest=120),
        field="name",
        required=True,
        also=["服务事项", "名称", "服务内容", "事项"],
        unlike=["编号", "大类", "类别"],
        example="高新技术企业认定辅导",
    )
    provider = Column(
        "提供部门",
        TextCell(longest=80),
        also=["责任部门", "服务部门", "牵头部门", "责任单位", "部门"],
        example="科技局",
    )
    contact = Column(
        "咨询方式", TextCell(longest=80, numbers=True), also=["联系方式", "咨询电话", "联系电话"]
    )
    audience = Column(
        "服务对象", TextCell(longest=120), also=["面向对象", "适用对象"], example="链上科技型企业"
    )
    conditions = Column(
        "办理条件", TextCell(longest=4000, verbatim=True), also=["申请条件", "条件"], template=False
    )
    procedure = Column(
        "办理流程", TextCell(longest=4000, verbatim=True), also=["流程", "服务流程", "服务方式"]
    )
    promise_days = Column(
        "承诺时限（工作日）",
        NumberCell(units=WORKING_DAYS),
        also=["承诺时限", "办理时限", "时限", "承诺期限"],
        example="5",
    )
    is_online = Column("可网上办理", BooleanCell(), also=["网上办理", "是否网办", "网办"])
    legal_basis = Column(
        "依据", TextCell(longest=4000, verbatim=True), also=["政策依据", "文件依据"], template=False
    )


class PlatformRoster(Roster):
    """服务平台 — known again by its place and name."""

    title = "服务平台载体"
    key = "name"
    anchor = "name"

    named = Column(
        "平台名称",
        TextCell(longest=80),
        field="name",
        required=True,
        also=["载体名称", "名称", "平台载体", "平台"],
        unlike=["功能", "形态", "类别"],
        example="政策云超市",
    )
    function = Column(
        "平台功能",
        CodedCell(PLATFORM_FUNCTION),
        required=True,
        also=["功能", "服务功能", "主要功能"],
        example="政策服务",
    )
    kind = Column(
        "平台形态", CodedCell(PLATFORM_KIND), required=True, also=["形态", "类型", "形式"], example="线上型"
    )
    place = Column("所属区域", TextCell(longest=80), also=["区域", "所在区域", "区镇"], example="昆山市")
    cluster = Column("产业集群", TextCell(longest=80), also=["所属集群", "集群"], help="全区域共用的不填")
    owner = Column("主办党组织", TextCell(longest=120), also=["主办单位", "牵头党组织"], template=False)
    url = Column("网址", TextCell(longest=200, numbers=True), also=["链接", "地址"], template=False)
    modules = Column("功能模块（个）", NumberCell(), also=["功能模块", "模块数"], template=False)
    opened_on = Column(
        "上线日期", DateCell(), also=["启用日期", "成立日期", "上线时间"], example="2023-03-01"
    )
    remark = Column("备注", TextCell(longest=2000, verbatim=True), also=["说明", "简介"])
