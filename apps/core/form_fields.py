"""表单项 — form fields of our own: what is never shown, a reason, a list of words."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError

from apps.core.identifiers import holds_number, mask_persons
from apps.core.open_text import REFUSAL

BETWEEN_WORDS = re.compile(r"[,，、;；\n]+")


class MaskedField(forms.CharField):
    """Shows a mask of what is stored. The mask sent back keeps it, another replaces it, none removes it."""

    def __init__(self, *, mask: Callable[[str | None], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mask = mask
        self.stored: str | None = None

    def keep(self, stored: str | None) -> str:
        """Remember what is stored, and answer what the form shows instead."""
        self.stored = stored
        return self.mask(stored)

    def is_kept(self, value: str | None) -> bool:
        """Whether a cleaned value is what was stored all along."""
        return value == self.stored

    def clean(self, value: Any) -> str | None:
        typed = super().clean(value)
        return self.stored if self.stored and typed == self.mask(self.stored) else typed or None


class ReasonField(forms.CharField):
    """A reason, kept for good and in the open: numbers of persons in it are masked."""

    def __init__(self, *, label: str = "理由", **kwargs: Any) -> None:
        super().__init__(label=label, **kwargs)

    def to_python(self, value: Any) -> str:
        return mask_persons(super().to_python(value) or "")


class OpenTextField(forms.CharField):
    """A text stored as it is: numbers of persons are refused."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if holds_number(value):
            raise ValidationError(REFUSAL, code="TEXT_NUMBER")


class WordsField(SimpleArrayField):
    """Words in one line, parted by commas of either script."""

    def __init__(self, base_field: forms.Field, **kwargs: Any) -> None:
        super().__init__(base_field, delimiter="、", **kwargs)

    def clean(self, value: Any) -> list[Any]:
        return super().clean(self._in_one_line(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial, self._in_one_line(data))

    def _in_one_line(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return self.delimiter.join(word.strip() for word in BETWEEN_WORDS.split(value) if word.strip())
