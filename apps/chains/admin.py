"""公布数据的登记"""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError

from apps.chains.handbook import INDICATORS
from apps.chains.models import ReportedFigure
from apps.core.admin import RegisterAdmin
from apps.core.register_form import RegisterForm


class ReportedFigureForm(RegisterForm):
    """What it is compared with must be in the handbook."""

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        code, key = cleaned.get("indicator", ""), cleaned.get("part", "")
        if code and code not in INDICATORS:
            raise ValidationError({"indicator": f"指标手册中没有“{code}”。"})
        if code and INDICATORS[code].part(key) is None:
            raise ValidationError({"part": f"指标{code}没有分项“{key}”。"})
        return cleaned


@admin.register(ReportedFigure)
class ReportedFigureAdmin(RegisterAdmin):
    form = ReportedFigureForm
    list_display = ("number", "name", "text", "sign", "value", "unit", "as_of", "indicator", "part", "system")
    list_filter = ("system", "is_golden", "is_target", "differs")
    search_fields = ("name", "number", "indicator")
