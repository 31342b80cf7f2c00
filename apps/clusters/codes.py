"""企业代码表 — how rosters spell what the enterprise models store."""

from apps.clusters.models import ClusterEnterprise, Enterprise, EnterpriseState
from apps.core.codes import CodeList

Role = ClusterEnterprise.ChainRole
Status = EnterpriseState.Status

OWNERSHIP = CodeList(
    "控股情况",
    dict(Enterprise.Ownership.choices),
    also={
        Enterprise.Ownership.PUBLIC: (
            "公有",
            "国有",
            "国有控股",
            "集体",
            "集体控股",
            "国有企业",
            "公有经济控制",
        ),
        Enterprise.Ownership.PRIVATE: (
            "非公有",
            "民营",
            "私营",
            "外资",
            "非公企业",
            "民营企业",
            "非公有经济控制",
            "外商投资",
        ),
    },
)

SCALE = CodeList(
    "企业规模",
    dict(Enterprise.Scale.choices),
    also={
        Enterprise.Scale.LARGE: ("大", "大型企业"),
        Enterprise.Scale.MEDIUM: ("中", "中型企业"),
        Enterprise.Scale.SMALL: ("小", "小型企业"),
        Enterprise.Scale.MICRO: ("微", "微型企业"),
    },
)

OPERATING_STATUS = CodeList(
    "经营状态",
    dict(Status.choices),
    also={
        Status.OPERATING: ("正常", "存续", "在业", "开业", "正常经营"),
        Status.SUSPENDED: ("停业", "歇业"),
        Status.CLOSED: ("吊销", "已注销"),
    },
)

CHAIN_ROLE = CodeList(
    "链上角色",
    dict(Role.choices),
    also={
        Role.LEADER: ("链主企业",),
        Role.CORE: ("链核企业",),
        Role.FLAGSHIP: ("龙头企业",),
        Role.IMPORTANT: ("重点企业",),
        Role.SUPPORTING: ("配套企业",),
        Role.PLATFORM: ("平台",),
    },
)
