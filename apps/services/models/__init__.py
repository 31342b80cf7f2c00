"""服务链 — what is done for enterprises."""

from apps.services.models.action import Action, ActionNeed, ActionResource
from apps.services.models.answering import HandlingNote, Rating
from apps.services.models.assignment import Assignment
from apps.services.models.calendar import CalendarDay
from apps.services.models.catalogue import ServiceCatalogue, ServiceCategory, ServiceItem
from apps.services.models.consultation import Attendee, Consultation, Resolution
from apps.services.models.evaluation import Answer, Criterion, EvaluationRound, EvaluationSheet
from apps.services.models.guidance import Guidance
from apps.services.models.money import FinanceProduct, FinanceRecord, Policy, PolicyClaim
from apps.services.models.need import Need
from apps.services.models.order import Category, ServiceOrder
from apps.services.models.platform import EnterpriseServed, PlatformEvent, PlatformState, ServicePlatform
from apps.services.models.posting import StationPosting
from apps.services.models.resource import Resource, Supply
from apps.services.models.visit import Visit, Visitor

__all__ = [
    "Action",
    "ActionNeed",
    "ActionResource",
    "Answer",
    "Assignment",
    "Attendee",
    "CalendarDay",
    "Category",
    "Consultation",
    "Criterion",
    "EnterpriseServed",
    "EvaluationRound",
    "EvaluationSheet",
    "FinanceProduct",
    "FinanceRecord",
    "Guidance",
    "HandlingNote",
    "Need",
    "PlatformEvent",
    "PlatformState",
    "Policy",
    "PolicyClaim",
    "Rating",
    "Resolution",
    "Resource",
    "ServiceCatalogue",
    "ServiceCategory",
    "ServiceItem",
    "ServiceOrder",
    "ServicePlatform",
    "StationPosting",
    "Supply",
    "Visit",
    "Visitor",
]
