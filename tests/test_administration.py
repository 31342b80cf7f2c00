"""后台全表 — every register as whoever keeps it opens it: list, form, new, export, history."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core import clock
from apps.core.admin import RegisterAdmin
from tests.administration import typed
from tests.factories import make_user
from tests.world import make_neighbourhood

pytestmark = pytest.mark.django_db
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


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(date(2026, 11, 22)):
        yield


@pytest.fixture
def manager(client):
    client.force_login(make_user("registry_manager"))
    client.get(reverse("desk:start"))  # a session's first page asks more
    return client


def address(label, page, *arguments):
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=arguments)


def pages_of(label, key):
    pages = [address(label, "changelist"), address(label, "change", key), address(label, "history", key)]
    pages += [address(label, "export") + "?format=xlsx", address(label, "export") + "?format=csv"]
    return pages if label in WRITTEN_BY_MOVES else [*pages, address(label, "add")]


@pytest.mark.parametrize("label", REGISTERS)
def test_every_page_of_a_register_opens(manager, label):
    rows = make_neighbourhood("甲")
    pages = pages_of(label, rows[label].pk)
    assert [manager.get(page).status_code for page in pages] == [200] * len(pages)


@pytest.mark.parametrize("label", REGISTERS)
def test_no_page_of_a_register_speaks_english(manager, label):
    rows = make_neighbourhood("甲")
    pages = pages_of(label, rows[label].pk)
    for page in pages:
        if "export" in page:
            continue
        content = manager.get(page).content.decode()
        labels = re.findall(
            r"<label[^>]*>([^<]*)</label>|<th[^>]*scope=\"col\"[^>]*>(?:\s|<[^>]*>)*([^<]*)<", content
        )
        spoken = [text.strip(": ：\n") for pair in labels for text in pair if text.strip()]
        assert [text for text in spoken if text.isascii() and text.strip() and not text.isdigit()] == []


@pytest.mark.parametrize("label", [label for label in REGISTERS if label not in LOOKED_UP])
def test_a_form_sent_back_as_it_was_changes_nothing(manager, label):
    rows = make_neighbourhood("甲")
    page = address(label, "change", rows[label].pk)
    opened = manager.get(page)
    events = rows[label].pgh_event_model.objects.count()
    response = manager.post(page, typed(opened))
    errors = response.context and response.context["errors"]
    assert (response.status_code, errors, rows[label].pgh_event_model.objects.count()) == (302, None, events)


@pytest.mark.parametrize("label", REGISTERS)
def test_nothing_in_a_page_breaks_the_content_policy(manager, label):
    rows = make_neighbourhood("甲")
    for page in (address(label, "changelist"), address(label, "change", rows[label].pk)):
        content = manager.get(page).content.decode()
        inline = re.findall(
            r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|<style|\sstyle=|\son\w+=\"",
            content,
        )
        assert inline == []


def test_a_list_of_thirty_asks_as_often_as_a_list_of_three(manager):
    asked = []
    for numbers in (range(3), range(3, 30)):
        for number in numbers:
            make_neighbourhood(f"第{number}")
        asked.append({label: queries_of(manager, address(label, "changelist")) for label in REGISTERS})
    few, many = asked
    assert {label: (few[label], many[label]) for label in REGISTERS if few[label] != many[label]} == {}


def queries_of(client, page):
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len(asked)
