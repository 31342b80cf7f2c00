"""职责 — what each desk is for, which reach it needs and what it may do, as data people can read.

Verbs: ``view`` 查看, ``add`` 新增, ``change`` 修改, ``delete`` 移除, ``export`` 导出, ``import`` 导入.
What makes an organisation another one has verbs of its own, so that a branch keeps its plain facts only:
``move`` 调整隶属, ``restate`` 变更类别和状态, ``renew`` 换届, ``serve`` 所在单位, ``cover`` 纳入集群,
``dissolve`` 撤销. People: ``erase`` 清除敏感信息. Rosters: ``undo`` 撤销导入. Files of people: ``approve``
审批导出. Reporting periods: ``close`` 定格, ``reopen`` 重开.
``console`` is each administrator's own start page.
A model is named by app and model; ``*`` stands for every model of an app.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from django.db.models import TextChoices

from apps.core.remit import Reach


class DutyCode(TextChoices):
    """职责"""

    REGISTRY_MANAGER = "registry_manager", "组织部业务管理员"
    PLACE_OPERATOR = "place_operator", "区镇操作员"
    CLUSTER_SECRETARY = "cluster_secretary", "集群党委书记"
    CLUSTER_CLERK = "cluster_clerk", "集群秘书"
    BRANCH_OPERATOR = "branch_operator", "支部操作员"
    DEPARTMENT_HANDLER = "department_handler", "部门经办"
    ENTERPRISE_LIAISON = "enterprise_liaison", "企业联络员"
    SYSTEM_ADMINISTRATOR = "system_administrator", "系统管理员"
    SECURITY_ADMINISTRATOR = "security_administrator", "安全管理员"
    AUDIT_ADMINISTRATOR = "audit_administrator", "审计管理员"


class Side(IntEnum):
    """三员 exclude each other and business duties on one person."""

    BUSINESS = 0
    SYSTEM = 1
    SECURITY = 2
    AUDIT = 3


@dataclass(frozen=True, eq=False)
class Duty:
    """One desk: in a sentence, with its reach and its permissions."""

    code: DutyCode
    sentence: str
    reach: Reach | None
    may: dict[str, str]
    side: Side = Side.BUSINESS

    @property
    def name(self) -> str:
        """职责名称"""
        return self.code.label


EDIT = "view add change delete"
KEEP = f"{EDIT} export import"
UNDO = f"{KEEP} undo"
ARRANGE = "move restate renew serve cover dissolve"

DUTIES = {
    duty.code: duty
    for duty in (
        Duty(
            DutyCode.REGISTRY_MANAGER,
            "维护全部登记，导入名册，查看全部看板，复核合并。",
            Reach.EVERYTHING,
            {"clusters.*": KEEP, "organizations.*": KEEP, "members.*": KEEP, "rosters.*": UNDO}
            | {"organizations.partyorganization": f"{KEEP} {ARRANGE}", "members.member": f"{KEEP} erase"}
            | {"services.*": KEEP, "sites.*": KEEP, "activities.*": KEEP, "innovation.*": KEEP}
            | {"chains.*": "view export", "chains.reportedfigure": KEEP, "core.*": KEEP}
            | {"core.auditentry": "", "core.takeout": "approve", "core.selfcheck": ""}
            | {"chains.target": KEEP, "chains.scorerule": KEEP, "chains.reportingperiod": "view close reopen"}
            | {"chains.clearance": "view add"},
        ),
        Duty(
            DutyCode.PLACE_OPERATOR,
            "维护本区域的党组织、党员和企业，导入名册。",
            Reach.PLACE,
            {"clusters.enterprise*": KEEP, "clusters.clusterenterprise": EDIT, "clusters.*": "view export"}
            | {"organizations.partyorganization": f"{KEEP} {ARRANGE}"}
            | {"organizations.*": KEEP, "members.*": KEEP, "rosters.*": UNDO, "chains.*": "view export"}
            | {"services.*": KEEP, "sites.*": KEEP, "activities.*": KEEP, "innovation.*": KEEP}
            | {"services.calendarday": "view", "services.financeproduct": "view export"}
            | {"services.policy": "view export", "chains.clearance": "view add"},
        ),
        Duty(
            DutyCode.CLUSTER_SECRETARY,
            "查看本集群的看板和登记；不导出党员。",
            Reach.CLUSTER,
            {"clusters.*": "view export", "organizations.*": "view export", "members.*": "view"}
            | {"services.*": "view export", "sites.*": "view export", "chains.*": "view export"}
            | {"activities.*": "view export", "innovation.*": "view export"}
            | {"activities.attendance": "view", "activities.appraisal": "view"}
            | {"activities.pledge": "view", "activities.campaigncheck": "view"},
        ),
        Duty(
            DutyCode.CLUSTER_CLERK,
            "维护本集群的链上企业、覆盖和名册，查看本集群的看板。",
            Reach.CLUSTER,
            {"clusters.clusterenterprise": EDIT, "clusters.enterprise*": "view add change export import"}
            | {"clusters.*": "view export", "organizations.*": "view add change export import"}
            | {"organizations.partyorganization": f"view add change export import {ARRANGE}"}
            | {"members.*": "view add change export import", "rosters.*": UNDO, "chains.*": "view export"}
            | {"services.*": "view add change export import", "sites.*": "view add change export import"}
            | {"services.service*": "view export", "services.serviceorder": "view add change export import"}
            | {"services.platformstate": "view", "services.calendarday": "view"}
            | {"services.financeproduct": "view export", "services.policy": "view export"}
            | {"activities.*": "view add change export import"}
            | {"innovation.*": "view add change export import", "chains.clearance": "view add"},
        ),
        Duty(
            DutyCode.BRANCH_OPERATOR,
            "维护本支部的党员和名册。",
            Reach.ORGANIZATION,
            {
                "clusters.*": "view",
                "organizations.*": "view",
                "organizations.partyorganization": "view change",
            }
            | {"members.*": "view add change export import", "members.chainchief": "view"}
            | {"members.developmentquota": "view", "members.award": "view", "members.laureate": "view"}
            | {"rosters.*": UNDO, "chains.*": "view"}
            | {"services.visit*": "view add change", "services.serviceorder": "view add change"}
            | {"services.policy": "view", "sites.*": "view", "sites.booking": "view add change"}
            | {"activities.*": "view add change export import", "activities.rotation*": "view"}
            | {"activities.recruit*": "view", "innovation.*": "view"},
        ),
        Duty(
            DutyCode.DEPARTMENT_HANDLER,
            "办理派到本部门的点单。",
            Reach.DEPARTMENT,
            {"clusters.department": "view", "clusters.place": "view", "services.serviceorder": "view"}
            | {"services.assignment": "view", "services.resource": "view add change"}
            | {"services.visit*": "view add change", "services.resolution": "view"}
            | {"services.servicecatalogue": "view", "services.servicecategory": "view"}
            | {"services.serviceitem": "view", "services.policy*": "view"}
            | {"services.handlingnote": "view", "services.rating": "view"}
            | {"innovation.listing": "view"},
        ),
        Duty(
            DutyCode.ENTERPRISE_LIAISON,
            "查看本企业登记，为本企业点单和评价。",
            Reach.ENTERPRISE,
            {"clusters.enterprise*": "view", "clusters.place": "view", "services.serviceorder": "view add"}
            | {"services.need": "view add", "services.servicecatalogue": "view", "services.policy*": "view"}
            | {"services.servicecategory": "view", "services.serviceitem": "view", "services.rating": "view"}
            | {"innovation.opencall": "view", "innovation.listing": "view"},
        ),
        Duty(
            DutyCode.SYSTEM_ADMINISTRATOR,
            "开设和停用账号，维护参数和区域；不接触业务数据和日志。",
            None,
            {"accounts.user": "view add change", "clusters.place": "view add change"}
            | {"chains.boardsetting": "view add change", "core.selfcheck": "view", "core.console": "system"},
            Side.SYSTEM,
        ),
        Duty(
            DutyCode.SECURITY_ADMINISTRATOR,
            "授予和收回职责，解锁账号；不接触业务数据，不给自己授权。",
            None,
            {"accounts.user": "view unlock", "accounts.grant": "view add change"}
            | {"core.console": "security"},
            Side.SECURITY,
        ),
        Duty(
            DutyCode.AUDIT_ADMINISTRATOR,
            "查看和核验审计记录；不接触业务数据。",
            None,
            {"accounts.user": "view", "accounts.grant": "view", "core.history": "view"}
            | {"core.auditentry": "view export", "core.console": "audit"},
            Side.AUDIT,
        ),
    )
}
BUSINESS_DUTIES = [code for code, duty in DUTIES.items() if duty.side is Side.BUSINESS]
ADMINISTRATORS = [code for code, duty in DUTIES.items() if duty.side is not Side.BUSINESS]


@cache
def allows(duty: Duty, permission: str) -> bool:
    """Whether a duty holds ``app.verb_model``: the most exact entry that names the model decides."""
    app, _, action = permission.partition(".")
    verb, _, model = action.partition("_")
    entries = [entry for entry in duty.may if _names(entry, app, model)]
    return bool(entries) and verb in duty.may[max(entries, key=len)].split()


def _names(entry: str, app: str, model: str) -> bool:
    entry_app, _, pattern = entry.partition(".")
    if entry_app != app:
        return False
    return model.startswith(pattern[:-1]) if pattern.endswith("*") else model == pattern
