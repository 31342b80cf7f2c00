"""账号与授权表单 — of the consoles, where business rows are named, never listed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q

from apps.clusters.models import Enterprise
from apps.core import clock
from apps.core.dated_form import BACKDATED
from apps.core.form_fields import ReasonField
from apps.core.register_form import RegisterForm
from apps.organizations.models import PartyOrganization

TO_ONESELF = "不能给自己授权。"


class NamedRowField(forms.CharField):
    """A row of a long register, named exactly: whoever grants at it need not read the list."""

    def __init__(self, model: type[Model], names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(**{"required": False} | kwargs)
        self.model, self.names = model, names

    def prepare_value(self, value: Any) -> Any:
        """A key is shown as the name behind it; what was typed stays."""
        row = self.model._base_manager.filter(pk=value).first() if isinstance(value, int) else None
        return getattr(row, self.names[0]) if row else value

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        if not name:
            return None
        asked = Q()
        for column in self.names:
            asked |= Q(**{column: name})
        found = list(self.model._default_manager.filter(asked)[:2])
        if len(found) != 1:
            raise ValidationError("没有这个名称，请填写全称。" if not found else "名称不唯一，请填写代码。")
        return found[0]


class GrantForm(RegisterForm):
    """授权 — nobody grants to oneself; a grant given is only ever ended."""

    organization = NamedRowField(
        PartyOrganization, ("full_name", "code"), label="党组织", help_text="全称或党组织编码"
    )
    enterprise = NamedRowField(Enterprise, ("name", "uscc"), label="企业", help_text="全称或统一社会信用代码")
    why = ReasonField(max_length=200, required=False, help_text="追溯收回时必填")

    def clean(self) -> Any:
        cleaned = super().clean()
        user = self.cleaned_data.get("user") or (self.instance.user_id and self.instance.user)
        if user and self.writer and user.pk == self.writer.pk:
            raise ValidationError(TO_ONESELF)
        ends_on = self.cleaned_data.get("ends_on")
        if (
            "ends_on" in self.changed_data
            and ends_on
            and ends_on < clock.today()
            and not self.cleaned_data["why"]
        ):
            self.add_error("why", BACKDATED)
        return cleaned
