"""撤销修改 — nobody takes back what they could not write by hand: closed fields, taken numbers."""

from datetime import date

import pytest
from django.urls import reverse

from apps.core.admin import LEFT_REMIT
from apps.core.models import AuditEntry
from apps.core.probing import SUBJECT
from apps.rosters.register import OUT_OF_REMIT
from tests.application import as_application
from tests.desk.test_taking_back import change, now, page, undo
from tests.desk.worlds import at_desk
from tests.factories import an_id_number, make_member, make_organization, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.gate("撤销一次修改")]
FIRST, SECOND = an_id_number(date(1985, 7, 1)), an_id_number(date(1985, 7, 1), 2)


def test_a_branch_takes_back_only_what_it_keeps_about_itself(ours):
    event = change(ours.branch, can_approve_probationary=True, contact_name="王五")
    undo(at_desk("branch_operator", organization=ours.branch), "organization", ours.branch, event)
    assert (now(ours.branch).can_approve_probationary, now(ours.branch).contact_name) == (True, "")


def test_a_change_of_nothing_but_what_others_write_is_not_offered(ours):
    event = change(ours.branch, can_approve_probationary=True)
    there = page("organization", ours.branch, event)
    branch = at_desk("branch_operator", organization=ours.branch)
    assert there not in branch.get(reverse("organizations:organization", args=[ours.branch.pk])).text
    assert branch.get(there).status_code == 404


@pytest.fixture
def taken_elsewhere(ours):
    """The number somebody gave up, and another cluster's member has now."""
    change(ours.member, id_number=FIRST)
    event = change(ours.member, id_number=SECOND)
    make_member("赵六", organization=make_organization(), id_number=FIRST)
    return event


def test_a_number_taken_beyond_the_remit_is_refused_in_the_one_sentence_and_on_record(ours, taken_elsewhere):
    clerk = at_desk("cluster_clerk", cluster=ours.cluster)
    with as_application():
        answer = undo(clerk, "member", ours.member, taken_elsewhere)
    assert answer.context["form"].non_field_errors() == [OUT_OF_REMIT.message]
    assert (now(ours.member).id_number, AuditEntry.objects.filter(subject=SUBJECT).count()) == (SECOND, 1)


def test_what_would_leave_the_remit_stays_and_the_page_says_so():
    here, elsewhere = make_place("甲镇"), make_place("乙镇")
    body = make_organization("中共甲镇委员会", place=elsewhere)
    event = change(body, place=here)
    answer = undo(at_desk("place_operator", place=here), "organization", body, event)
    assert answer.context["form"].non_field_errors() == [LEFT_REMIT]
    assert now(body).place == here
