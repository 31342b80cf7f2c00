"""六链的记录 — what is kept about figures: what was published, which alerts were looked into."""

from apps.chains.models.clearance import Clearance
from apps.chains.models.reported import ReportedFigure

__all__ = ["Clearance", "ReportedFigure"]
