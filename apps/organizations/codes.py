"""党组织代码表 — how rosters spell what `kinds` and the models store (domain.md §4.6)."""

from apps.core.codes import CodeList
from apps.organizations.kinds import TypeCode
from apps.organizations.models import OrganizationState, PartyOrganization

Situation = PartyOrganization.UnitSituation
Status = OrganizationState.Status

ORGANIZATION_TYPE = CodeList(
    "组织类别",
    dict(TypeCode.choices),
    also={
        TypeCode.COMMITTEE: ("611", "基层党委", "党委（基层委员会）", "基层委员会", "委员会"),
        TypeCode.GENERAL_BRANCH: ("621", "党总支", "总支", "总支部", "总支部委员会"),
        TypeCode.BRANCH: ("631", "支部", "党支部委员会", "支部委员会"),
        TypeCode.JOINT_BRANCH: ("632", "联合支部", "联合党支部委员会"),
        TypeCode.TEMPORARY_COMMITTEE: ("911",),
        TypeCode.TEMPORARY_GENERAL_BRANCH: ("921", "临时党总支", "临时总支"),
        TypeCode.TEMPORARY_BRANCH: ("931", "临时支部"),
        TypeCode.TEMPORARY_JOINT_BRANCH: ("932", "临时联合支部"),
        # Sources disagree on the code of a group: vendors write 699 or 641.
        TypeCode.GROUP: ("699", "641"),
        TypeCode.CLUSTER_COMMITTEE: ("F1", "产业集群党委", "产业链综合党委", "行业综合党委", "综合党委"),
        TypeCode.ALLIANCE: ("F2",),
        TypeCode.ACTION_BRANCH: ("F3",),
        TypeCode.TASK_FORCE: ("F4", "红链专班", "专班", "专委会", "专业委员会"),
    },
)

ORGANIZATION_STATUS = CodeList(
    "党组织状态", dict(Status.choices), also={Status.NORMAL: ("在册", "运行"), Status.DISSOLVED: ("已撤销",)}
)

UNIT_SITUATION = CodeList(
    "党组织所在单位情况",
    dict(Situation.choices),
    also={Situation.JOINT: ("联合支部",), Situation.LEGAL: ("法人",)},
)
