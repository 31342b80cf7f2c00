"""统计期的办理表单，目标和计分的登记表单"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from apps.chains.handbook import INDICATORS
from apps.chains.indicator import Better
from apps.core.acting import RemitForm, reason_field
from apps.core.register_form import RegisterForm


class CloseForm(RemitForm):
    """定格 asks for nothing but to be meant."""


class ReopenForm(RemitForm):
    """重开"""

    why = reason_field(
        label="重开理由", required=True, help_text="原定格的读数和明细仍然保留", widget=forms.Textarea
    )


class HandbookForm(RegisterForm):
    """What speaks of an indicator names one of the handbook, and a part it has."""

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        code, key = cleaned.get("indicator", ""), cleaned.get("part", "")
        if code and code not in INDICATORS:
            raise ValidationError({"indicator": f"指标手册中没有“{code}”。"})
        if code and INDICATORS[code].part(key) is None:
            raise ValidationError({"part": f"指标{code}没有分项“{key}”。"})
        return cleaned


class DirectedForm(HandbookForm):
    """What is better or worse has a direction; what is only informative is not judged."""

    def clean(self) -> Any:
        cleaned = super().clean()
        code = cleaned.get("indicator", "")
        if code in INDICATORS and INDICATORS[code].better is Better.NEITHER:
            raise ValidationError({"indicator": f"{code}仅作参考，不设目标、不计分。"})
        return cleaned


class TargetForm(DirectedForm):
    """The warning stands before the target in the direction of the figure."""

    def clean(self) -> Any:
        cleaned = super().clean()
        code, value, warning = (cleaned.get(name) for name in ("indicator", "value", "warning"))
        if code not in INDICATORS or value is None or warning is None:
            return cleaned
        lower = INDICATORS[code].better is Better.LOWER
        if (warning < value) if lower else (warning > value):
            said = (
                "越低越好的指标，警戒值不能低于目标值。"
                if lower
                else "越高越好的指标，警戒值不能高于目标值。"
            )
            raise ValidationError({"warning": said})
        return cleaned
