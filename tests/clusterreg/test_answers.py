"""每个应答 — headers and error pages that hold whatever is asked."""

import logging
import sys
from typing import NoReturn

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.db.utils import ConnectionHandler
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from clusterreg.errors import DatabaseAwayFilter
from clusterreg.urls import handler500, urlpatterns

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}


def ask_a_database_that_is_away(request: HttpRequest) -> NoReturn:
    """Connect to where no server is."""
    away = {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "HOST": "/nonexistent"}
    ConnectionHandler({"default": away})["default"].ensure_connection()
    raise AssertionError("a server where none should be")


def fail(request: HttpRequest) -> NoReturn:
    """A defect of ours."""
    raise ZeroDivisionError


handler500 = handler500
urlpatterns = [
    *urlpatterns,
    path("away/", ask_a_database_that_is_away),
    path("defect/", fail),
]


@pytest.fixture
def visitor(settings: object, client: Client) -> Client:
    """Somebody signed in, on a site with two broken pages."""
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    client.raise_request_exception = False
    client.force_login(get_user_model().objects.create(username="visitor", must_change_password=False))
    return client


@pytest.mark.parametrize(("page", "status"), [("/away/", 503), ("/defect/", 500), ("/nowhere/", 404)])
def test_every_answer_carries_the_content_policy(visitor: Client, page: str, status: int) -> None:
    answer = visitor.get(page)
    assert (answer.status_code, set(answer["Content-Security-Policy"].split("; "))) == (status, POLICY)


def test_a_database_that_is_away_is_a_plain_chinese_page(visitor: Client) -> None:
    answer = visitor.get("/away/")
    assert (answer["Retry-After"], "数据库" in answer.content.decode()) == ("30", True)


@pytest.mark.parametrize("page", ["/away/", "/nowhere/", "/"])
def test_nothing_shown_to_somebody_signed_in_is_stored(visitor: Client, page: str) -> None:
    assert visitor.get(page)["Cache-Control"] == "no-store"


def test_a_database_that_is_away_is_one_line_in_the_log() -> None:
    try:
        ask_a_database_that_is_away(HttpRequest())
    except OperationalError:
        record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s", ("/",), sys.exc_info())
    DatabaseAwayFilter().filter(record)
    assert (record.exc_info, record.getMessage()[:9]) == (None, "数据库连不上：co")
