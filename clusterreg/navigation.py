"""主导航 — what stands in the left navigation, in which order, and which permission opens it.

An entry appears as soon as a page of its name exists; until then a register's entry leads to its list in the
administration. Besides these the shell looks for `desk:search` (takes `q`), `accounts:password_change` and
`accounts:logout`.
"""

from django.http import HttpRequest

from apps.chains.handbook import CHAINS
from apps.chains.indicator import Chain
from apps.core.navigation import Group, Item, Section, sections


def register(label: str, page: str, model: str) -> Item:
    """An entry of a register: our own list if there is one, else the list in the administration."""
    app, name = model.split(".")
    return Item(label, (page, f"admin:{app}_{name}_changelist"), f"{app}.view_{name}")


def chain(which: Chain) -> Item:
    """An entry of one chain's board."""
    return Item(which.label.removesuffix("链"), ("chains:chain",), BOARDS, (which.code,), hue=which.code)


BOARDS = "chains.view_reading"
UPLOADS = "rosters.add_upload"

NAVIGATION = (
    Group("", (Item("工作台", ("desk:start",)),)),
    Group(
        "六链看板",
        (
            Item("总览", ("chains:overview",), BOARDS),
            *(chain(which) for which in CHAINS),
            Item("指标手册", ("chains:handbook",), BOARDS),
            Item("统计期", ("chains:periods",), BOARDS),
            register("公布数据", "chains:reported_figures", "chains.reportedfigure"),
        ),
    ),
    Group(
        "登记",
        (
            register("集群", "clusters:clusters", "clusters.cluster"),
            register("企业", "clusters:enterprises", "clusters.enterprise"),
            register("党组织", "organizations:organizations", "organizations.partyorganization"),
            register("党员", "members:members", "members.member"),
            register("行动支部", "organizations:action_branches", "organizations.actionbranch"),
            register("阵地", "sites:sites", "sites.site"),
            register("示范带", "sites:belts", "sites.demonstrationbelt"),
            register("楼宇园区", "sites:buildings", "sites.building"),
            register("机构", "clusters:institutions", "clusters.institution"),
            register("部门", "clusters:departments", "clusters.department"),
            register("区域", "clusters:places", "clusters.place"),
        ),
    ),
    Group(
        "名册",
        (
            Item("名册导入", ("rosters:start",), UPLOADS),
            register("导入批次", "rosters:uploads", "rosters.upload"),
        ),
    ),
    Group(
        "办事",
        (
            register("点单", "services:orders", "services.serviceorder"),
            register("派单", "services:assignments", "services.assignment"),
            register("走访", "services:visits", "services.visit"),
            register("定向指导", "services:guidances", "services.guidance"),
            register("红色专员选派", "services:postings", "services.stationposting"),
            register("会商", "services:consultations", "services.consultation"),
            register("议定事项", "services:resolutions", "services.resolution"),
            register("双向评估", "services:rounds", "services.evaluationround"),
            register("企业需求", "services:needs", "services.need"),
            register("部门资源", "services:resources", "services.resource"),
            register("行动项目", "services:actions", "services.action"),
            register("场地预约", "sites:bookings", "sites.booking"),
        ),
    ),
    Group(
        "惠企",
        (
            register("服务清单", "services:catalogues", "services.servicecatalogue"),
            register("服务平台", "services:platforms", "services.serviceplatform"),
            register("政策", "services:policies", "services.policy"),
            register("政策兑现", "services:claims", "services.policyclaim"),
            register("金融产品", "services:products", "services.financeproduct"),
            register("惠企资金", "services:finance", "services.financerecord"),
        ),
    ),
    Group(
        "活动",
        (
            register("活动", "activities:activities", "activities.activity"),
            register("轮值", "activities:rotations", "activities.rotationplan"),
            register("组织生活", "activities:meetings", "activities.meeting"),
            register("民主评议", "activities:appraisals", "activities.appraisal"),
            register("品牌", "activities:brands", "activities.brand"),
            register("课程", "activities:courses", "activities.course"),
            register("主题行动", "activities:campaigns", "activities.campaign"),
            register("亮诺", "activities:pledges", "activities.pledge"),
            register("比武竞赛", "activities:contests", "activities.contest"),
            register("金点子", "activities:suggestions", "activities.suggestion"),
            register("红色专线", "activities:recruit_lines", "activities.recruitline"),
        ),
    ),
    Group(
        "人才",
        (
            register("工作队伍", "members:teams", "members.workteam"),
            register("示范岗", "members:posts", "members.post"),
            register("共建协议", "members:agreements", "members.partneragreement"),
            register("评选", "members:awards", "members.award"),
            register("荣誉", "members:honours", "members.honour"),
            register("集体荣誉", "members:collective_honours", "members.collectivehonour"),
            register("人才计划", "members:programmes", "members.talentprogramme"),
            register("双向培养", "members:cultivations", "members.dualcultivation"),
            register("联系专家", "members:expert_links", "members.expertlink"),
            register("人才库", "members:talents", "members.talentpoolentry"),
            register("发展指标", "members:quotas", "members.developmentquota"),
            register("发展档案", "members:development_files", "members.developmentfile"),
        ),
    ),
    Group(
        "创新",
        (
            register("揭榜攻关", "innovation:calls", "innovation.opencall"),
            register("重点攻坚", "innovation:tackle_projects", "innovation.tackleproject"),
            register("供需清单", "innovation:listings", "innovation.listing"),
            register("供需对接", "innovation:matches", "innovation.match"),
            register("联合体", "innovation:consortia", "innovation.consortium"),
            register("联盟", "innovation:alliances", "innovation.alliance"),
            register("技术平台", "innovation:tech_platforms", "innovation.techplatform"),
            register("产学研", "innovation:research_contracts", "innovation.researchcontract"),
            register("专利", "innovation:patent_counts", "innovation.patentcount"),
            register("投资项目", "innovation:investments", "innovation.investmentproject"),
            register("强补延", "innovation:chain_gaps", "innovation.chaingap"),
            register("七个一", "innovation:support_elements", "innovation.supportelement"),
        ),
    ),
    Group(
        "督促",
        (
            Item("预警清单", ("desk:alerts",), BOARDS),
            Item("报表", ("desk:reports",), BOARDS),
            Item("待批导出", ("desk:takeouts_waiting",), "core.approve_takeout"),
            Item("审计", ("desk:audit",), "core.view_auditentry"),
        ),
    ),
    Group(
        "系统",
        (
            register("账号", "accounts:users", "accounts.user"),
            register("职责", "accounts:grants", "accounts.grant"),
            Item("系统自检", ("system:selfcheck",), "core.view_selfcheck"),
        ),
    ),
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context processor: worked out only when a template shows the navigation."""

    def seen() -> list[Section]:
        return sections(NAVIGATION, request)

    return {"navigation": seen}
