"""活动链 — what is done together."""

from apps.activities.models.activity import Activity, ActivityHost
from apps.activities.models.attendance import Attendance
from apps.activities.models.brand import Brand, Course
from apps.activities.models.meeting import Appraisal, Meeting
from apps.activities.models.recruiting import RecruitLine, RecruitOrigin, RecruitResult
from apps.activities.models.rotation import RotationPlan, RotationSlot
from apps.activities.models.suggestion import Suggestion
from apps.activities.models.vanguard import (
    Campaign,
    CampaignCheck,
    CampaignItem,
    Contest,
    ContestEntry,
    Pledge,
    taking_part,
)

__all__ = [
    "Activity",
    "ActivityHost",
    "Appraisal",
    "Attendance",
    "Brand",
    "Campaign",
    "CampaignCheck",
    "CampaignItem",
    "Contest",
    "ContestEntry",
    "Course",
    "Meeting",
    "Pledge",
    "RecruitLine",
    "RecruitOrigin",
    "RecruitResult",
    "RotationPlan",
    "RotationSlot",
    "Suggestion",
    "taking_part",
]
