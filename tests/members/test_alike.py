"""同名同生日 — who is like the person being typed, or in a row without a number, is told within the remit."""

from datetime import date

import pytest
from django.urls import reverse

from apps.core.remit import Remit
from apps.members.importing.departing import doubt
from apps.members.models import Affiliation, DepartureDoubt
from apps.members.workflow import transfer_within
from tests.beyond import out_of_duty
from tests.desk.worlds import at_desk
from tests.factories import make_member, remit_to
from tests.rosters.test_remit import HEADINGS, checked

pytestmark = pytest.mark.django_db
BORN = date(1990, 1, 1)
SAID = {"name": "张某", "birth_date": BORN.isoformat()}


@pytest.fixture
def pair(ours, theirs):
    """One of ours and one of theirs, alike."""
    return [
        make_member("张某", corner.branch, born=BORN, sex=sex) for corner, sex in ((ours, "1"), (theirs, "2"))
    ]


def test_those_like_the_one_being_typed_are_shown_within_the_remit(ours, pair):
    answer = at_desk("cluster_clerk", cluster=ours.cluster).post(reverse("members:namesakes"), SAID)
    assert list(answer.context["found"]) == pair[:1]


def test_they_are_shown_to_whoever_may_see_people(pair):
    manager = at_desk("registry_manager")
    with out_of_duty("members.view_member"):
        answer = manager.post(reverse("members:namesakes"), SAID)
    assert (answer.status_code, "张某" in answer.content.decode()) == (403, False)


def test_a_row_of_last_year_without_a_number_is_nobody_who_has_left_the_remit_since(ours, theirs, pair):
    transfer_within(pair[0], to=theirs.branch, on=date(2026, 3, 1), by=None, why="工作变动")
    row = ("张某", "", ours.branch.full_name, "正式党员", "2015-07-01", "2016-07-01", "1990-01-01")
    headings = (*HEADINGS[:6], "出生日期")
    found = [
        checked(row, headings=headings, remit=remit, as_of=date(2025, 6, 1)).records[0].known
        for remit in (Remit.everything(), remit_to(ours.cluster))
    ]
    assert found == [pair[0].pk, None]


def test_nobody_beyond_the_remit_is_said_to_have_left(ours, pair):
    keys = list(Affiliation.objects.filter(member__in=pair).values_list("pk", flat=True))
    assert doubt(keys, remit=remit_to(ours.cluster), on=date(2026, 11, 22)) == 1
    assert DepartureDoubt.objects.get().affiliation.member == pair[0]
