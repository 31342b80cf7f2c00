"""当时明细 — what a closing kept of shared rows tells nobody what is the neighbour's."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse

from apps.accounts.duties import DutyCode
from apps.chains import workflow
from apps.chains.handbook import FIGURES
from apps.core import clock
from apps.core.period import Period
from tests.access.conftest import DUTIES, LIMITED, TODAY
from tests.permissions import PAGES
from tests.shares import LONG
from tests.world import shared_by

pytestmark = [pytest.mark.django_db, pytest.mark.gate("金丝雀")]
QUARTER = Period.quarter(2026, 3)
# Which cluster covers a branch of one's own place.
TOLD = {DutyCode.PLACE_OPERATOR: {"clusters.cluster.short_name"}}
READERS = [duty for duty in LIMITED if PAGES["chains:kept"]["get"][DUTIES.index(duty)] == "0"]


@pytest.fixture(scope="module", autouse=True)
def closed(world, django_db_blocker) -> Iterator[None]:
    """A quarter is closed while a firm, a branch and a member are the neighbour's too."""
    with django_db_blocker.unblock(), clock.set_to(TODAY), transaction.atomic():
        shared_by(world.own, world.foreign)
        workflow.close(QUARTER, by=None)
        yield
        transaction.set_rollback(True)


def opened() -> list[str]:
    """Both sides of every figure; in the short form of one figure for each register."""
    found = {
        (code, part, side): tally.model
        for (code, part), figure in FIGURES.items()
        for side, tally in (("numerator", figure.numerator), ("denominator", figure.denominator))
        if tally
    }
    names = list(found) if LONG else {model: name for name, model in found.items()}.values()
    pages = {code: reverse("chains:kept", args=["2026Q3", code]) for code, _, _ in names}
    return [f"{pages[code]}?part={part}&view={side}" for code, part, side in names]


@pytest.mark.parametrize("desk", READERS, indirect=True)
def test_no_kept_row_tells_what_is_the_neighbours(desk, world, cases):
    answers = {page: desk.client.get(page) for page in opened()}
    cases(len(answers))
    assert {answer.status_code for answer in answers.values()} == {200}
    leaked = {mark for answer in answers.values() for mark in world.marks.found_in(answer)}
    assert leaked <= TOLD.get(desk.user.grants.get().duty, set())
    assert any("两链" in answer.content.decode() for answer in answers.values())
