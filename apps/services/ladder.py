"""分层处置 — who answers a problem of which level, and within how many working days."""

from dataclasses import dataclass

from apps.services.models import Assignment, ServiceOrder

Level = ServiceOrder.Level
Handler = Assignment.Handler


@dataclass(frozen=True)
class Rung:
    """One level: its usual handler and its limit in working days."""

    handler: Handler
    working_days: int


LADDER = {
    Level.EVERYDAY: Rung(Handler.COMMISSIONER, 3),
    Level.PROFESSIONAL: Rung(Handler.DEPARTMENT, 10),
    Level.KEY: Rung(Handler.CHIEF, 20),
    Level.DIFFICULT: Rung(Handler.JOINT_MEETING, 30),
}
DISPATCH_HOURS = 24  # working hours from placing to 派单


def is_above(level: str, other: str) -> bool:
    """Whether a level stands above another one."""
    levels = list(LADDER)
    return levels.index(Level(level)) > levels.index(Level(other))
