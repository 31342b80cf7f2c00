"""明文栏 — texts stored as typed, for all who see the row: no number of a person belongs there."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from apps.core.identifiers import holds_number

REFUSAL = "这一栏不加密，请不要填写身份证号、手机号"
# Numbers of things, and phones that are there to be called by everybody.
SPARED = {
    "clusters.enterprise.uscc",
    "clusters.enterprise.other_reg_no",
    "innovation.listing.listing_no",
    "innovation.opencall.call_no",
    "organizations.partyorganization.code",
    "services.serviceitem.contact",
}


def is_open(model: type[models.Model], name: str) -> bool:
    """Whether ``name`` is a field that takes any text and stores it as it is."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    kind = field.base_field if isinstance(field, ArrayField) else field
    is_spared = isinstance(kind, models.URLField) or f"{model._meta.label_lower}.{name}" in SPARED
    return isinstance(kind, models.CharField | models.TextField) and not kind.choices and not is_spared


def gives_away(homes: Iterable[type[models.Model]], name: str, value: object) -> bool:
    """Whether a value that one of the models stores in such a field tells a person's number."""
    texts = value if isinstance(value, list) else [value]
    told = any(isinstance(text, str) and holds_number(text) for text in texts)
    return told and any(is_open(model, name) for model in homes)
