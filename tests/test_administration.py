"""后台全表 — every register as whoever keeps it opens it: list, form, new, export, history."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts import sessions
from apps.core import clock
from apps.core.admin import RegisterAdmin
from tests.administration import typed
from tests.factories import make_user
from tests.world import make_neighbourhood

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
CONSOLES = ("accounts.user", "accounts.grant")
LOOKED_UP = (
    "chains.boardsetting",  # kept by the system administrator
    "members.affiliation",
    "members.developmentstep",
    "services.evaluationsheet",
)
WRITTEN_BY_MOVES = (
    "chains.boardsetting",
    "members.affiliation",
    "members.developmentstep",
    "members.laureate",
    "members.movement",
    "services.evaluationsheet",
)
REGISTERS = sorted(
    model._meta.label_lower
    for model, shown in admin.site._registry.items()
    if isinstance(shown, RegisterAdmin) and model._meta.label_lower not in CONSOLES
)


@dataclass
class House:
    """One row of every register, whoever keeps them, and every page opened so far."""

    client: Client
    rows: dict[str, Any]
    opened: dict[str, dict[str, HttpResponse]] = field(default_factory=dict)

    def pages(self, label: str) -> dict[str, HttpResponse]:
        """What each page of a register answers; asked once for all tests."""
        if label not in self.opened:
            pages = pages_of(label, self.rows[label].pk)
            self.opened[label] = {page: self.client.get(page) for page in pages}
        return self.opened[label]

    def contents(self, label: str) -> list[str]:
        """The pages that are no files."""
        return [answer.content.decode() for page, answer in self.pages(label).items() if "export" not in page]


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker) -> Iterator[House]:
    with django_db_blocker.unblock(), clock.set_to(DAY), transaction.atomic():
        client = Client()
        client.force_login(make_user("registry_manager"))
        client.get(reverse("desk:start"))  # a session's first page asks more
        yield House(client, make_neighbourhood("甲"))
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def today(house: House) -> Iterator[None]:
    """What a test writes is taken back, the house stays."""
    with clock.set_to(DAY):
        yield


def address(label, page, *arguments):
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=arguments)


def pages_of(label, key):
    pages = [address(label, "changelist"), address(label, "change", key), address(label, "history", key)]
    pages += [address(label, "export") + "?format=xlsx", address(label, "export") + "?format=csv"]
    return pages if label in WRITTEN_BY_MOVES else [*pages, address(label, "add")]


@pytest.mark.parametrize("label", REGISTERS)
def test_every_page_of_a_register_opens(house, label):
    assert {answer.status_code for answer in house.pages(label).values()} == {200}


@pytest.mark.parametrize("label", REGISTERS)
def test_no_page_of_a_register_speaks_english(house, label):
    for content in house.contents(label):
        labels = re.findall(
            r"<label[^>]*>([^<]*)</label>|<th[^>]*scope=\"col\"[^>]*>(?:\s|<[^>]*>)*([^<]*)<", content
        )
        spoken = [text.strip(": ：\n") for pair in labels for text in pair if text.strip()]
        assert [text for text in spoken if text.isascii() and text.strip() and not text.isdigit()] == []


@pytest.mark.parametrize("label", REGISTERS)
def test_nothing_in_a_page_breaks_the_content_policy(house, label):
    for content in house.contents(label):
        inline = re.findall(
            r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|<style|\sstyle=|\son\w+=\"",
            content,
        )
        assert inline == []


@pytest.mark.parametrize("label", [label for label in REGISTERS if label not in LOOKED_UP])
def test_a_form_sent_back_as_it_was_changes_nothing(house, label):
    row = house.rows[label]
    page = address(label, "change", row.pk)
    events = row.pgh_event_model.objects.count()
    response = house.client.post(page, typed(house.pages(label)[page]))
    errors = response.context and response.context["errors"]
    assert (response.status_code, errors, row.pgh_event_model.objects.count()) == (302, None, events)


def test_a_list_of_twelve_asks_as_often_as_a_list_of_three(house, monkeypatch):
    monkeypatch.setattr(sessions, "SEEN_EVERY", timedelta(days=1))  # which is written once a minute
    asked = []
    for numbers in (range(3), range(3, 12)):
        for number in numbers:
            make_neighbourhood(f"第{number}")
        asked.append({label: queries_of(house.client, address(label, "changelist")) for label in REGISTERS})
    few, many = asked
    assert {label: (few[label], many[label]) for label in REGISTERS if few[label] != many[label]} == {}


def queries_of(client, page):
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len(asked)
