"""内容安全策略 — nothing on our pages asks for what the policy forbids."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("address", ["/accounts/login/", "/nowhere/"])
def test_a_page_loads_without_a_complaint_of_the_browser(
    live_server: LiveServer, page: Page, address: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(live_server.url + address)
    assert [text for text in complaints if "404 (Not Found)" not in text] == []
