"""记录 — an act is written down in its own transaction, and outside the database before it is acknowledged.

If either cannot be written, the act does not happen: the error takes its transaction back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from apps.core import clock
from apps.core.audit import outside
from apps.core.models import AuditEntry

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
    """Add an entry. ``by`` is an account, the name of one, or nobody; no number of a person belongs in it.

    Call it last in a transaction: entries wait for one another until it ends.
    """
    entry = AuditEntry(
        at=clock.now(),
        account=getattr(by, "username", by or "")[:40],
        action=action,
        subject=str(subject)[:200],
        result=result[:40],
        address=_address.get()[:45],
        detail=detail,
    )
    entry.save(force_insert=True)
    entry.refresh_from_db(fields=["number", "previous", "hash"])
    outside.prepare(entry)
    transaction.on_commit(lambda: outside.confirm(entry))
    return entry


def head() -> tuple[int, bytes]:
    """Number and hash of the last entry; nought and nothing before the first."""
    with connection.cursor() as cursor:
        table = AuditEntry._meta.db_table
        cursor.execute(f"SELECT number, hash FROM {table} ORDER BY number DESC LIMIT 1")  # nosec B608
        found = cursor.fetchone()
    return (found[0], bytes(found[1])) if found else (0, b"")
