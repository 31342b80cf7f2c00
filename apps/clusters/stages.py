"""链环 — the stages of a chain: which roles stand together, in the order of the chain."""

from dataclasses import dataclass

from apps.clusters.models import ClusterEnterprise

Role = ClusterEnterprise.ChainRole


@dataclass(frozen=True)
class ChainStage:
    """One stage; ``key`` is what the list of enterprises is asked for."""

    key: str
    label: str
    roles: tuple[str, ...]


LEADING = ChainStage("leading", "链主、链核", ClusterEnterprise.LEADING)
STAGES = (
    ChainStage(Role.UPSTREAM, "上游", (Role.UPSTREAM,)),
    LEADING,
    ChainStage("backbone", "伙伴、龙头、重点", (Role.PARTNER, Role.FLAGSHIP, Role.IMPORTANT)),
    ChainStage(Role.DOWNSTREAM, "下游", (Role.DOWNSTREAM,)),
    ChainStage("serving", "配套与平台", (Role.SUPPORTING, Role.PLATFORM)),
)
TOGETHER = {stage.key: stage for stage in STAGES if len(stage.roles) > 1}
CHOICES = [*Role.choices, *((stage.key, stage.label) for stage in TOGETHER.values())]


def roles_of(chosen: str) -> tuple[str, ...]:
    """The roles that a choice of ``CHOICES`` stands for."""
    return TOGETHER[chosen].roles if chosen in TOGETHER else (chosen,)
