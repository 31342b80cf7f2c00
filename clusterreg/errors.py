"""出错页 — what a reader sees when the house itself is in trouble."""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error as plain_server_error

from apps.core.outages import is_database_away, is_disk_full

RETRY_SECONDS = "30"


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 when it is the database that is away, 507 when a disk is full.

    Django calls this while handling the exception.
    """
    error = sys.exc_info()[1]
    if is_database_away(error):
        return _trouble("503.html", 503)
    if is_disk_full(error):
        return _trouble("507.html", 507)
    return plain_server_error(request)


def _trouble(template: str, status: int) -> HttpResponse:
    """A page that needs nothing of the house."""
    headers = {"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"}
    return HttpResponse(render_to_string(template), status=status, headers=headers)


class DatabaseAwayFilter(logging.Filter):
    """While the database is away every request fails alike: one line each, without its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten such a record; let all pass."""
        error = record.exc_info[1] if record.exc_info else None
        if is_database_away(error):
            record.msg, record.args = "数据库连不上：%s", (str(error).strip().splitlines()[0],)
            record.exc_info = record.exc_text = None
        return True
