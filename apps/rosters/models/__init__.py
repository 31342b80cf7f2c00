"""名册 — what is kept of files handed in, and of the work on them."""

from apps.rosters.models.checked import Checked, CheckedPiece
from apps.rosters.models.job import Job
from apps.rosters.models.memory import RememberedLayout, RememberedWord
from apps.rosters.models.undo import Undo
from apps.rosters.models.upload import Upload, UploadQuerySet

__all__ = [
    "Checked",
    "CheckedPiece",
    "Job",
    "RememberedLayout",
    "RememberedWord",
    "Undo",
    "Upload",
    "UploadQuerySet",
]
