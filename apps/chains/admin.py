"""公布数据、目标、计分规则和看板参数的登记"""

from django.contrib import admin
from django.http import HttpRequest

from apps.chains.forms import DirectedForm, HandbookForm, TargetForm
from apps.chains.models import BoardSetting, ReportedFigure, ScoreRule, Target
from apps.core.admin import RegisterAdmin


@admin.register(ReportedFigure)
class ReportedFigureAdmin(RegisterAdmin):
    form = HandbookForm
    list_display = ("number", "name", "text", "sign", "value", "unit", "as_of", "indicator", "part", "system")
    list_filter = ("system", "is_golden", "is_target", "differs")
    search_fields = ("name", "number", "indicator")


@admin.register(Target)
class TargetAdmin(RegisterAdmin):
    form = TargetForm
    list_display = ("cluster", "period", "indicator", "part", "value", "warning")
    list_filter = ("period", "indicator")
    search_fields = ("cluster__name", "indicator")
    autocomplete_fields = ("cluster",)


@admin.register(ScoreRule)
class ScoreRuleAdmin(RegisterAdmin):
    form = DirectedForm
    list_display = ("indicator", "reach", "year", "low", "high", "weight")
    list_filter = ("year", "reach")
    search_fields = ("indicator",)


@admin.register(BoardSetting)
class BoardSettingAdmin(RegisterAdmin):
    kept = True
    list_display = ("__str__", "ranks_clusters", "shows_score")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one."""
        return super().has_add_permission(request) and not BoardSetting.objects.exists()
