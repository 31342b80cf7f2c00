"""明文栏 — texts stored as typed, for all who see the row: no number of a person belongs there."""

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from apps.core.identifiers import holds_number

REFUSAL = "这一栏不加密，请不要填写身份证号、手机号"
# Numbers of things, and phones that are there to be called by everybody.
SPARED = {
    "clusters.enterprise.uscc",
    "clusters.enterprise.other_reg_no",
    "organizations.partyorganization.code",
    "services.serviceitem.contact",
}


def is_open(model: type[models.Model], name: str) -> bool:
    """Whether ``name`` is a field that takes any text and stores it as it is."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return is_text and f"{model._meta.label_lower}.{name}" not in SPARED


def gives_away(model: type[models.Model], name: str, value: object) -> bool:
    """Whether a value of such a field tells a person's number."""
    return isinstance(value, str) and is_open(model, name) and holds_number(value)
