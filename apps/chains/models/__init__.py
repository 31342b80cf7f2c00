"""六链的记录 — what is kept about figures: what was published."""

from apps.chains.models.reported import ReportedFigure

__all__ = ["ReportedFigure"]
