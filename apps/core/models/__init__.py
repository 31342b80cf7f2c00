"""构件的记录 — merges, steps of workflows, the audit log, which keys seal, files of people taken out."""

from apps.core.models.audit_entry import AuditEntry
from apps.core.models.merge import Merge, Mergeable, MergeableManager
from apps.core.models.sealing_key import SealingKey
from apps.core.models.step import Step, StepQuerySet
from apps.core.models.submission import Submission
from apps.core.models.takeout import Takeout

__all__ = [
    "AuditEntry",
    "Merge",
    "Mergeable",
    "MergeableManager",
    "SealingKey",
    "Step",
    "StepQuerySet",
    "Submission",
    "Takeout",
]
