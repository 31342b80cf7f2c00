"""双向评估登记 — rounds with what they ask; the sheets come from the workflow."""

from django.contrib import admin
from django.http import HttpRequest

from apps.core.admin import RegisterAdmin
from apps.core.admin_moves import MovedAdmin
from apps.core.admin_parts import PartInline, ReadOnlyInline, WithinRemitFilter
from apps.services.models import Answer, Criterion, EvaluationRound, EvaluationSheet


class CriterionInline(PartInline):
    model = Criterion


@admin.register(EvaluationRound)
class EvaluationRoundAdmin(MovedAdmin):
    list_display = ("title", "cluster", "kind", "period_starts_on", "period_ends_on", "closes_on", "status")
    list_filter = ("kind", "status", ("cluster", WithinRemitFilter))
    search_fields = ("title", "cluster__name")
    inlines = (CriterionInline,)


class AnswerInline(ReadOnlyInline):
    model = Answer
    fields = ("criterion", "grade")


@admin.register(EvaluationSheet)
class EvaluationSheetAdmin(RegisterAdmin):
    """What was said stays as it was said."""

    kept = True
    list_display = ("round", "enterprise", "department", "submitted_at")
    list_filter = (("round", WithinRemitFilter),)
    search_fields = ("enterprise__name", "department__name")
    inlines = (AnswerInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: EvaluationSheet | None = None) -> bool:
        return False
