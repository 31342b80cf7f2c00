"""办理表单 — the small forms by which one thing changes: a day, a reason, and what the change needs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from apps.core import clock
from apps.core.access import held
from apps.core.form_fields import ReasonField
from apps.core.remit import Remit
from apps.core.stale import StaleGuard
from apps.core.text import tidy

MATCHES_SHOWN = 5


class DayInput(forms.DateInput):
    """A day picker that keeps what was typed."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs or None, format="%Y-%m-%d")


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, widget=DayInput(), **kwargs)


def today_field(label: str = "日期", **kwargs: Any) -> forms.DateField:
    """A day that is today unless said otherwise."""
    return day_field(label, initial=clock.today, **kwargs)


def reason_field(**kwargs: Any) -> ReasonField:
    """理由 — needed where the day lies in the past."""
    said: dict[str, Any] = {"max_length": 200, "required": False, "help_text": "追溯到以前日期的必填"}
    return ReasonField(**said | kwargs)


class ByNameInput(forms.TextInput):
    """A box for a name; with script it suggests, without it the name is typed."""

    def __init__(self, kind: str) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.kind = kind

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = self.get_context(name, value, attrs)
        said = flatatt({k: v for k, v in context["widget"]["attrs"].items() if v is not False})
        return render_to_string("pieces/by_name.html", context | {"kind": self.kind, "attributes": said})


class ByNameField(forms.Field):
    """One row of a register, said by its name: whole, or any part that only one row has."""

    def __init__(self, kind: str, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(widget=ByNameInput(kind), **kwargs)
        self.names = names
        self.rows: QuerySet | None = None

    def prepare_value(self, value: Any) -> Any:
        """The name of a row given as the beginning value."""
        return getattr(value, self.names[0]) if isinstance(value, Model) else value

    def to_python(self, value: Any) -> Any:
        words = tidy(str(value or ""))
        if not words or self.rows is None:
            return None
        exact = list(self.rows.filter(self._asked(words, "exact"))[:2])
        found = exact or list(self.rows.filter(self._asked(words, "icontains"))[: MATCHES_SHOWN + 1])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(f"在您的职责范围内没有找到“{words}”。")
        names = "、".join(getattr(row, self.names[0]) for row in found[:MATCHES_SHOWN])
        raise ValidationError(
            f"“{words}”不止一个，请写全称：{names}{'……' if len(found) > MATCHES_SHOWN else ''}"
        )

    def _asked(self, words: str, how: str) -> Q:
        asked = Q()
        for name in self.names:
            asked |= Q(**{f"{name}__{how}": words})
        return asked


def organization_field(label: str = "党组织", **kwargs: Any) -> ByNameField:
    """A Party organisation by its name."""
    return ByNameField("organization", ("full_name", "short_name", "code"), label=label, **kwargs)


def enterprise_field(label: str = "企业", **kwargs: Any) -> ByNameField:
    """An enterprise by its name or credit code."""
    return ByNameField("enterprise", ("name", "uscc"), label=label, **kwargs)


class RemitForm(forms.Form):
    """A form whose choices end at the writer's remit; ``choices`` names the rows each field chooses among."""

    choices: dict[str, type[Model]] = {}

    def __init__(self, *args: Any, remit: Remit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remit = remit
        for name, model in self.choices.items():
            rows = held(model, remit)
            field: Any = self.fields[name]
            if isinstance(field, ByNameField):
                field.rows = rows
            else:
                field.queryset = rows


class ActForm(StaleGuard, RemitForm):
    """A change of ``row``: refused when somebody else changed it meanwhile."""

    def __init__(self, *args: Any, row: Model, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)
