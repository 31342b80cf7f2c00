"""六链的记录 — what is kept about figures: published, closed, counted ahead, aimed at, looked into."""

from apps.chains.models.clearance import Clearance
from apps.chains.models.frozen import (
    FrozenCells,
    FrozenFigure,
    FrozenReading,
    FrozenRow,
    FrozenRule,
    FrozenTally,
)
from apps.chains.models.period import Closing, ReportingPeriod
from apps.chains.models.reported import ReportedFigure
from apps.chains.models.stored import StoredFigure, StoredReading
from apps.chains.models.target import BoardSetting, ScoreRule, Target

__all__ = [
    "BoardSetting",
    "Clearance",
    "Closing",
    "FrozenCells",
    "FrozenFigure",
    "FrozenReading",
    "FrozenRow",
    "FrozenRule",
    "FrozenTally",
    "ReportedFigure",
    "ReportingPeriod",
    "ScoreRule",
    "StoredFigure",
    "StoredReading",
    "Target",
]
