"""所示即可行 — no page offers a desk what its duties refuse: every link leads where the tables let it go."""

import re
from contextlib import suppress
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from apps.accounts.duties import DutyCode
from tests.access.canaries import texts_of
from tests.access.conftest import DUTIES
from tests.permission_walk import address, named, of_own
from tests.permissions import PAGES, RIGHTS, TAKEN
from tests.shares import LONG

pytestmark = [pytest.mark.django_db, pytest.mark.gate("权限矩阵")]
LINK = re.compile(r'\b(?:href|action|formaction)="([^"#]+)"')
# Pages with buttons that not every reader is offered; the long form asks all pages.
OFFERING = (
    *("desk:start", "desk:alerts", "desk:takeouts"),
    *("clusters:cluster", "clusters:enterprise", "clusters:enterprises", "members:member", "members:members"),
    *("organizations:organization", "organizations:organizations", "services:visits", "services:visit"),
    *("chains:cluster", "chains:indicator", "chains:periods", "chains:reported_figures", "rosters:start"),
)
# Desks that open pages about much and may do little there.
READING = [
    *(DutyCode.CLUSTER_SECRETARY, DutyCode.BRANCH_OPERATOR),
    *(DutyCode.DEPARTMENT_HANDLER, DutyCode.ENTERPRISE_LIAISON),
]
NEEDED = {"add": "a", "change": "c", "delete": "d", "export": "x"}


def offered(client, page):
    """Name and path of all that a page leads to, or a file by what is packed in it."""
    links = [link for text in texts_of(client.get(page).content) for link in LINK.findall(text)]
    found = {urlsplit(urljoin(page, unescape(link))).path for link in links}
    for path in sorted(found):
        with suppress(Resolver404):
            yield resolve(path).view_name, path


def is_refused(name, path, desk):
    """Whether the tables do not let the desk go there, or find nothing there for it."""
    if name in PAGES:
        got, posted = (PAGES[name][method][desk.column] for method in ("get", "post"))
        is_own = bool(named(TAKEN[name])) and path == address(name, TAKEN[name], desk.own)
        return got == posted == "-" or (got == "0" and is_own)
    label, _, what = name.removeprefix("admin:").rpartition("_")
    rights = RIGHTS[label.replace("_", ".", 1)][desk.column]
    return rights == "-" or NEEDED.get(what, "") not in rights


def opened(column):
    names = PAGES if LONG else OFFERING
    return [name for name in names if of_own(PAGES[name]["get"][column]) == "+"]


@pytest.mark.parametrize("desk", DUTIES if LONG else READING, indirect=True)
def test_no_page_offers_what_it_would_refuse(desk, cases):
    pages = {name: address(name, TAKEN[name], desk.own) for name in opened(desk.column)}
    cases(len(pages))
    refused = {
        page: [name for name, path in offered(desk.client, there) if is_refused(name, path, desk)]
        for page, there in pages.items()
    }
    assert {page: names for page, names in refused.items() if names} == {}
