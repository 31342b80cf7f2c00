"""组织类别 — the official type codes of Party organisations, and which may stand under which.

Codes 611–932 are those of the national information base; 699 and F1–F4 are local.
"""

from django.db.models import TextChoices


class TypeCode(TextChoices):
    """组织类别"""

    COMMITTEE = "611", "党委"
    GENERAL_BRANCH = "621", "党总支部"
    BRANCH = "631", "党支部"
    JOINT_BRANCH = "632", "联合党支部"
    TEMPORARY_COMMITTEE = "911", "临时党委"
    TEMPORARY_GENERAL_BRANCH = "921", "临时党总支部"
    TEMPORARY_BRANCH = "931", "临时党支部"
    TEMPORARY_JOINT_BRANCH = "932", "临时联合党支部"
    GROUP = "699", "党小组"
    CLUSTER_COMMITTEE = "F1", "集群党委"
    ALLIANCE = "F2", "党建联盟"
    ACTION_BRANCH = "F3", "行动支部"
    TASK_FORCE = "F4", "专班（专委会）"


COMMITTEES = {TypeCode.COMMITTEE, TypeCode.TEMPORARY_COMMITTEE}
GENERAL_BRANCHES = {TypeCode.GENERAL_BRANCH, TypeCode.TEMPORARY_GENERAL_BRANCH}
JOINT_BRANCHES = {TypeCode.JOINT_BRANCH, TypeCode.TEMPORARY_JOINT_BRANCH}
BRANCHES = {TypeCode.BRANCH, TypeCode.TEMPORARY_BRANCH} | JOINT_BRANCHES
TEMPORARY = {
    TypeCode.TEMPORARY_COMMITTEE,
    TypeCode.TEMPORARY_GENERAL_BRANCH,
    TypeCode.TEMPORARY_BRANCH,
    TypeCode.TEMPORARY_JOINT_BRANCH,
}
FUNCTIONAL = {TypeCode.CLUSTER_COMMITTEE, TypeCode.ALLIANCE, TypeCode.ACTION_BRANCH, TypeCode.TASK_FORCE}
COUNTED = COMMITTEES | GENERAL_BRANCHES | BRANCHES
"""What counts as a Party organisation in every figure; groups and functional organisations do not."""
KIND_BY_NAME = "kind_by_name"
"""Noted on a row of a roster whose kind was only told by its name."""

PARENTS = (
    dict.fromkeys(COMMITTEES, COMMITTEES)
    | dict.fromkeys(GENERAL_BRANCHES, COMMITTEES)
    | dict.fromkeys(BRANCHES, COMMITTEES | GENERAL_BRANCHES)
    | {TypeCode.GROUP: BRANCHES}
    | dict.fromkeys(FUNCTIONAL, COMMITTEES | GENERAL_BRANCHES | BRANCHES | FUNCTIONAL)
)
"""What each kind may stand under; every kind but the group may stand at the root."""

TERM_YEARS = dict.fromkeys(COMMITTEES, 5) | dict.fromkeys(GENERAL_BRANCHES | BRANCHES, 3)
"""任期 — 党委一般五年，党总支、党支部一般三年（关于党的基层组织任期的意见，2018年）."""


def fault_of_parent(kind: str, parent_kind: str | None) -> str:
    """Why ``kind`` may not stand under ``parent_kind``, in Chinese; empty when it may."""
    if parent_kind is None:
        return "党小组须设在党支部之下。" if kind == TypeCode.GROUP else ""
    if parent_kind in PARENTS[TypeCode(kind)]:
        return ""
    return f"{TypeCode(kind).label}不能设在{TypeCode(parent_kind).label}之下。"
