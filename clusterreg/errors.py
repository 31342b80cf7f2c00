"""出错页 — what a reader sees when the house itself is in trouble."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error as plain_server_error

RETRY_SECONDS = "30"


def is_database_away(error: BaseException | None) -> bool:
    """Whether an error means that the database cannot be reached, rather than that it refused something.

    No SQLSTATE: no connection was made. 08: connection lost. 57P: shutting down or starting. 53300: full.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(("08", "57P", "53300"))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when it is the database that is away. Django calls this while handling the exception."""
    if not is_database_away(sys.exc_info()[1]):
        return plain_server_error(request)
    page = render_to_string("503.html")
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"})


class DatabaseAwayFilter(logging.Filter):
    """While the database is away every request fails alike: one line each, without its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten such a record; let all pass."""
        error = record.exc_info[1] if record.exc_info else None
        if is_database_away(error):
            record.msg, record.args = "数据库连不上：%s", (str(error).strip().splitlines()[0],)
            record.exc_info = record.exc_text = None
        return True
