"""记录 — an act is written down in its own transaction, and outside the database before it is acknowledged.

If either cannot be written, the act does not happen: the error takes its transaction back.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from apps.core import clock
from apps.core.audit import outside
from apps.core.identifiers import mask_numbers
from apps.core.models import AuditEntry

FINGERPRINT = re.compile(r"[0-9a-f]{32,}")
"""Digits in it are nobody's."""
_address: ContextVar[str] = ContextVar("address", default="")


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    """Where everything recorded inside comes from."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def address_now() -> str:
    """Where what is done now comes from; nothing for a command."""
    return _address.get()


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: behind a gateway, what the gateway says last."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.BEHIND_GATEWAY and forwarded:
        return str(forwarded.rsplit(",", 1)[-1].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


class AddressMiddleware:
    """Let entries say where a request came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Known to whatever the request records."""
        with coming_from(address_of(request)):
            return self.get_response(request)


@transaction.atomic
def record(
    action: AuditEntry.Action, *, by: Any, subject: object = "", result: str = "", **detail: Any
) -> AuditEntry:
    """Add an entry. ``by`` is an account, the name of one, or nobody; numbers of persons in it are masked.

    Call it last in a transaction: entries wait for one another until it ends.
    """
    entry = AuditEntry(
        at=clock.now(),
        account=getattr(by, "username", by or "")[:40],
        action=action,
        subject=mask_numbers(str(subject))[:200],
        result=mask_numbers(result)[:40],
        address=_address.get()[:45],
        detail=_masked(detail),
    )
    entry.save(force_insert=True)
    entry.refresh_from_db(fields=["number", "previous", "hash"])
    outside.prepare(entry)
    transaction.on_commit(lambda: outside.confirm(entry))
    return entry


def _masked(said: Any) -> Any:
    """Whatever is told, without the numbers of persons somebody may have typed into it."""
    if isinstance(said, dict):
        return {name: _masked(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [_masked(value) for value in said]
    if isinstance(said, str) and not FINGERPRINT.fullmatch(said):
        return mask_numbers(said)
    return said


def head() -> tuple[int, bytes]:
    """Number and hash of the last entry; nought and nothing before the first."""
    with connection.cursor() as cursor:
        table = AuditEntry._meta.db_table
        cursor.execute(f"SELECT number, hash FROM {table} ORDER BY number DESC LIMIT 1")  # nosec B608
        found = cursor.fetchone()
    return (found[0], bytes(found[1])) if found else (0, b"")
