"""奇怪的网址 — whatever stands in an address or a form is answered, never fallen over."""

import pytest
from django.urls import reverse

from tests.desk.worlds import at_desk, signed_in
from tests.factories import make_upload, make_user

pytestmark = pytest.mark.django_db
ENDLESS = "9" * 5000


@pytest.mark.parametrize(
    ("view", "asked", "status"),
    [
        ("desk:merges", {"state": "\0"}, 400),
        ("desk:merges", {"state": "other"}, 200),
        ("organizations:tree", {"root": ENDLESS}, 200),
        ("chains:overview", {"period": "0001Q1"}, 200),
        ("chains:overview", {"period": "1921-01-01..9999-12-31"}, 200),
        ("chains:overview", {"as_of": "0001-01-01"}, 200),
        ("chains:overview", {"as_of": "9999-12-31"}, 200),
        ("admin:members_member_changelist", {"id_index": "1"}, 400),
        ("admin:members_member_changelist", {"id_last4_index__isnull": "1"}, 400),
        ("admin:members_movement_changelist", {"happened_on__year": "9999"}, 302),
        ("chains:overview", {"scope": f"cluster:{ENDLESS}"}, 404),
        ("members:members", {"q": "无", "page": ENDLESS, "order": "-"}, 200),
    ],
)
def test_it_is_answered(view, asked, status):
    assert at_desk("registry_manager").get(reverse(view), asked).status_code == status


def test_a_merge_with_nothing_that_can_be_a_row_is_missing():
    address = reverse("desk:propose_merge", args=["member"])
    assert at_desk("registry_manager").get(address, {"kept": ENDLESS}).status_code == 404


def test_a_name_in_a_roster_matched_with_what_can_be_no_row_stays_open():
    owner = make_user("registry_manager")
    upload = make_upload(owner)
    said = {"kind": "branch", "name": "某支部", "key": ENDLESS}
    answer = signed_in(owner).post(reverse("rosters:names", args=[upload.pk]), said)
    upload.refresh_from_db()
    assert (answer.status_code, upload.choices["matches"]) == (302, {"branch": {}})


def test_a_null_character_in_a_form_is_no_word():
    said = {"name": "测试", "organization": "支部\0"}
    assert at_desk("registry_manager").post(reverse("members:register"), said).status_code == 400
