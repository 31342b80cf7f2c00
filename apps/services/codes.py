"""服务链代码表 — how rosters spell what the models of services store."""

from apps.core.codes import CodeList
from apps.services.models import FinanceRecord, PolicyClaim, ServicePlatform, Visit

Kind, Function, Amount = Visit.Kind, ServicePlatform.Function, FinanceRecord.AmountKind

VISIT_KIND = CodeList(
    "走访方式",
    dict(Kind.choices),
    also={
        Kind.VISIT: ("实地走访", "上门走访", "问需走访", "走访企业"),
        Kind.STAY: ("蹲点解剖", "蹲点调研", "驻点"),
        Kind.SURVEY: ("实地调研", "调研走访", "课题调研"),
        Kind.TALK: ("座谈会", "企业座谈", "座谈交流"),
    },
)
PLATFORM_FUNCTION = CodeList(
    "平台功能",
    dict(Function.choices),
    also={
        Function.HELP: ("帮办", "代办", "党员代办"),
        Function.EXPERTS: ("专家", "专家服务"),
        Function.POLICY: ("政策", "政策解读", "政策兑现"),
        Function.DIALOGUE: ("政企", "政企沟通", "政企双向"),
        Function.RECRUITING: ("用工", "招工", "用工服务"),
        Function.TALENT: ("人才", "人才服务", "引才"),
        Function.TRANSFER: ("成果", "科技成果转化"),
    },
)
PLATFORM_KIND = CodeList(
    "平台形态",
    dict(ServicePlatform.Kind.choices),
    also={
        ServicePlatform.Kind.TEAM: ("团队", "服务团"),
        ServicePlatform.Kind.ONLINE: ("线上", "网上平台", "小程序"),
        ServicePlatform.Kind.VENUE: ("场所", "线下", "实体"),
    },
)
AMOUNT_KIND = CodeList(
    "金额口径",
    dict(Amount.choices),
    also={
        Amount.FINANCING: ("融资", "贷款", "贷款额", "授信", "融资金额"),
        Amount.SAVING: ("节约", "节省成本", "节约融资成本"),
        Amount.DIRECT: ("直达", "直达资金额", "兑现资金"),
        Amount.SUBSIDY: ("补助", "补贴", "奖补"),
        Amount.FUND_SIZE: ("基金", "基金总规模"),
    },
)
CLAIM_STATUS = CodeList(
    "兑现状态",
    dict(PolicyClaim.Status.choices),
    also={PolicyClaim.Status.PAID: ("已兑现", "已拨付"), PolicyClaim.Status.SUBMITTED: ("已申报",)},
)
