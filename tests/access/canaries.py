"""金丝雀 — marks in every text, number and date of the neighbour's rows, and how they are found in answers.

A mark of a text is a character nobody writes, one for every field; numbers and days lie where no others do.
What may be seen by every desk (departments, policies …) bears no mark.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.header import decode_header, make_header
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.conf import settings
from django.contrib.messages import get_messages
from django.db import DataError, IntegrityError, models, transaction
from django.db.models import Value
from django.db.models.functions import Cast, Coalesce, Concat, Left
from django.http import HttpResponse
from django.utils import timezone
from pghistory.models import Event

from apps.core.fields import EncryptedField
from apps.core.formatting import day as written_out

FIRST_CHARACTER, LAST_CHARACTER = 0x3400, 0x4DBF
FIRST_DAY = date(1931, 1, 1)
FIRST_NUMBER, LAST_NUMBER = 31_001, 32_767
FIRST_SMALL_NUMBER = 7_001
LONGEST = 200
LENGTH = "Content-Length"
"""Of some pages it is, by chance, the number of a mark."""
ONE_TIME = re.compile(
    r'name="once" value="[0-9a-f-]{36}"|name="csrfmiddlewaretoken" value="\w{64}"|"x-csrftoken": "\w{64}"'
    r"|nonce(?:=\"|-)[\w+/=-]{16,}"
)
"""Drawn anew for every answer, like the keys of a session in its cookies: among their digits, too, stands now
and then the number of a mark."""
# Where a row stands in its tree, its key for ciphers, and years, which lie close together.
STRUCTURE = {"path", "uid", "depth", "year"}


@dataclass(frozen=True)
class Mark:
    """One mark: what it stands in, and how an answer would show it."""

    field: str
    shown: tuple[str, ...]
    is_number: bool = False

    def stands_in(self, text: str) -> bool:
        """Whether a text holds it; a number only as a number of its own."""
        if self.is_number:
            return any(re.search(rf"(?<![\d.]){re.escape(said)}(?!\d)", text) for said in self.shown)
        return any(said in text for said in self.shown)


class Marks:
    """Makes marks, no two alike, and finds them again."""

    def __init__(self) -> None:
        self.made: list[Mark] = []
        self.bare: list[str] = []
        """Fields that no mark could be written into."""

    def write(self, newest: dict[type[models.Model], int], open_to_all: set[str]) -> None:
        """Mark all rows that came after the newest of before."""
        for model, key in newest.items():
            rows = model._default_manager.filter(pk__gt=key)
            if model._meta.label_lower not in open_to_all and rows.exists():
                for field in model._meta.concrete_fields:
                    self._mark(rows, field)

    def _mark(self, rows: Any, field: Any) -> None:
        made = self._made_for(field, len(self.made))
        if made is None:
            return
        value, mark = made
        written = rows.exclude(**{field.name: None}) if isinstance(field, models.DateField) else rows
        if not written.exists():
            return
        try:
            with transaction.atomic():
                written.update(**{field.name: value})
        except (IntegrityError, DataError):
            self.bare.append(mark.field)
        else:
            self.made.append(mark)

    def _made_for(self, field: Any, number: int) -> tuple[Any, Mark] | None:
        """A value of the field's kind and its mark; nothing for links, choices and structure."""
        name = f"{field.model._meta.label_lower}.{field.name}"
        if field.is_relation or field.choices or field.primary_key or field.unique or field.name in STRUCTURE:
            return None
        if isinstance(field, EncryptedField | models.BinaryField):
            return None
        if isinstance(field, models.CharField | models.TextField):
            sign = chr(FIRST_CHARACTER + number)
            signed = Concat(said(sign), Coalesce(Cast(field.name, models.TextField()), said("")))
            return Left(signed, field.max_length or LONGEST), Mark(name, (sign,))
        if isinstance(field, models.DateTimeField):
            day = FIRST_DAY + timedelta(days=number)
            moment = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
            return moment, Mark(name, days_of(day))
        if isinstance(field, models.DateField):
            day = FIRST_DAY + timedelta(days=number)
            return day, Mark(name, days_of(day))
        if isinstance(field, models.IntegerField | models.DecimalField):
            value = number + (FIRST_NUMBER if room_in(field) > LAST_NUMBER else FIRST_SMALL_NUMBER)
            return value, Mark(name, (str(value), f"{value:,}"), is_number=True)
        return None

    def found_in(self, response: HttpResponse) -> list[str]:
        """The fields whose marks an answer holds, in any of its channels."""
        told = ONE_TIME.sub("", "\n".join(channels(response)))
        return sorted(mark.field for mark in self.made if mark.stands_in(told))


def said(text: str) -> Value:
    """A text as the database takes it."""
    return Value(text, models.TextField())


def room_in(field: Any) -> int:
    """What a number of the field stays below."""
    return 10 ** (field.max_digits - field.decimal_places) if hasattr(field, "max_digits") else 2**15


def days_of(day: date) -> tuple[str, ...]:
    """The ways a day is written."""
    return (f"{day:%Y-%m-%d}", f"{day:%Y.%m.%d}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", written_out(day))


def ours() -> list[type[models.Model]]:
    """Every model of the registers; not the history that follows them, nor who may sign in."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("apps.")
        and not issubclass(model, Event)
        and model._meta.app_label not in ("accounts", "core", "rosters")
    ]


def newest_rows() -> dict[type[models.Model], int]:
    """The newest row of every model."""
    return {
        model: model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
        for model in ours()
        if isinstance(model._meta.pk, models.AutoField)
    }


def channels(response: HttpResponse) -> Iterator[str]:
    """Everything an answer says: its body, packed or not, its headers, where it leads, its messages."""
    yield from texts_of(b"".join(response) if response.streaming else response.content)
    for name, value in response.headers.items():
        if name == LENGTH:
            continue
        yield from (name, value, unquote(value), str(make_header(decode_header(value))))
    for name, cookie in response.cookies.items():
        if name not in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
            yield unquote(cookie.value)
    if hasattr(request := getattr(response, "wsgi_request", None), "_messages"):
        yield from (str(message) for message in get_messages(request))


def texts_of(body: bytes) -> Iterable[str]:
    """A body as text; of an archive (xlsx, docx) every part of it."""
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return [text for name in archive.namelist() for text in texts_of(archive.read(name))]
    text = body.decode("utf-8", errors="replace")
    spelt = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return [text, spelt] if spelt != text else [text]
