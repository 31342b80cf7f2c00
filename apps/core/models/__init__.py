"""构件的记录 — merges, what a mergeable row carries, the steps of workflows, and the audit log."""

from apps.core.models.audit_entry import AuditEntry
from apps.core.models.merge import Merge, Mergeable, MergeableManager
from apps.core.models.step import Step, StepQuerySet

__all__ = ["AuditEntry", "Merge", "Mergeable", "MergeableManager", "Step", "StepQuerySet"]
