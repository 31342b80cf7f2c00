"""撤销修改 — one change is taken back; what somebody changed since is named and stays unless chosen."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from apps.core.history import because
from apps.core.models import AuditEntry
from apps.core.undoing.one import going_back, reversals, take_back
from tests.administration import sent
from tests.desk.worlds import at_desk, make_corner
from tests.factories import a_credit_code, make_enterprise

pytestmark = [pytest.mark.django_db, pytest.mark.gate("撤销一次修改")]
KINDS = {"member": "school", "organization": "short_name", "enterprise": "contact_name"}


def change(row, **facts):
    """Written down as one change; answers its event."""
    with because(why="更正"):
        for name, value in facts.items():
            setattr(row, name, value)
        row.save()
    return row.events.order_by("-pgh_id").first()


def page(kind, row, event):
    return reverse("desk:take_back", args=[kind, row.pk, event.pgh_id])


def undo(client, kind, row, event, **said):
    address = page(kind, row, event)
    opened = sent(client.get(address).context["form"])
    filled = {name: value for name, value in (opened | {"why": "改错了"} | said).items() if value is not None}
    return client.post(address, filled)


def now(row):
    return type(row).objects.get(pk=row.pk)


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_of_each_register_is_taken_back(ours, kind):
    rows = {"member": ours.member, "organization": ours.branch, "enterprise": ours.enterprise}
    row, name = rows[kind], KINDS[kind]
    before = getattr(row, name)
    event = change(row, **{name: "改错的"})
    undo(at_desk("registry_manager"), kind, row, event)
    assert getattr(now(row), name) == before


def test_what_was_changed_since_is_named_with_all_values_and_stays(ours):
    event = change(ours.member, school="甲大学", major="数学")
    change(ours.member, school="乙大学")
    client = at_desk("registry_manager")
    text = client.get(page("member", ours.member, event)).text
    assert [said for said in ("甲大学", "乙大学", "后来又改过，选中才改回") if said not in text] == []
    undo(client, "member", ours.member, event)
    assert (now(ours.member).school, now(ours.member).major) == ("乙大学", "")


def test_what_is_chosen_goes_back_all_the_same(ours):
    event = change(ours.member, school="甲大学")
    change(ours.member, school="乙大学")
    undo(at_desk("registry_manager"), "member", ours.member, event, chosen=["school"])
    assert now(ours.member).school == ""


def test_a_number_goes_back_with_what_finds_it_and_is_never_shown(ours):
    before, index = ours.member.mobile, ours.member.id_index
    number = ours.member.id_number
    event = change(ours.member, mobile="19900000009")
    client = at_desk("registry_manager")
    text = client.get(page("member", ours.member, event)).text
    undo(client, "member", ours.member, event)
    assert ("19900000009" in text, now(ours.member).mobile) == (False, before)
    assert (now(ours.member).id_number, bytes(now(ours.member).id_index)) == (number, bytes(index))


def test_a_name_goes_back_with_its_initials(ours):
    before = (ours.member.name, ours.member.name_initials)
    event = change(ours.member, name="欧阳改")
    undo(at_desk("registry_manager"), "member", ours.member, event)
    assert (now(ours.member).name, now(ours.member).name_initials) == before


def test_it_is_on_record_with_who_and_why(ours):
    event = change(ours.member, school="甲大学")
    undo(at_desk("registry_manager"), "member", ours.member, event)
    entry = AuditEntry.objects.get(action=AuditEntry.Action.UNDO)
    assert (entry.subject, entry.result) == (f"党员{ours.member.pk}", "撤销修改")
    assert entry.detail == {"columns": ["毕业院校"], "why": "改错了"}
    latest = ours.member.events.order_by("-pgh_id").select_related("pgh_context").first()
    assert latest.pgh_context.metadata["why"] == "撤销修改：改错了"


def test_without_a_reason_nothing_goes_back(ours):
    event = change(ours.member, school="甲大学")
    answer = undo(at_desk("registry_manager"), "member", ours.member, event, why="")
    assert (list(answer.context["form"].errors), now(ours.member).school) == (["why"], "甲大学")


def test_what_says_again_what_it_said_is_not_taken_back_twice(ours):
    event = change(ours.member, school="甲大学")
    change(ours.member, school="")
    found = reversals(now(ours.member), event, ["school"])
    assert ([one.is_done for one in found], going_back(found, ())) == ([True], [])
    with pytest.raises(ValidationError, match="没有可以撤销的内容"):
        take_back(now(ours.member), [], by=None, why="改错了")


def test_a_preview_that_somebody_overtook_is_shown_again(ours):
    event = change(ours.member, school="甲大学")
    client = at_desk("registry_manager")
    address = page("member", ours.member, event)
    opened = {n: v for n, v in sent(client.get(address).context["form"]).items() if v is not None}
    change(ours.member, school="乙大学")
    answer = client.post(address, opened | {"why": "改错了"})
    assert (answer.status_code, now(ours.member).school) == (200, "乙大学")


def test_what_others_have_taken_meanwhile_is_refused_in_words(ours):
    change(ours.enterprise, uscc=a_credit_code(7001))
    event = change(ours.enterprise, uscc=a_credit_code(7002))
    make_enterprise("占用者", uscc=a_credit_code(7001))
    answer = undo(at_desk("registry_manager"), "enterprise", ours.enterprise, event)
    assert (answer.status_code, now(ours.enterprise).uscc) == (200, a_credit_code(7002))


def test_the_first_entry_is_no_change(ours):
    first = ours.member.events.order_by("pgh_id").first()
    address = page("member", ours.member, first)
    assert at_desk("registry_manager").get(address).status_code == 404


def test_for_a_neighbour_it_is_not_there_and_for_a_reader_it_is_closed(ours):
    theirs = make_corner("光电")
    event = change(ours.member, school="甲大学")
    address = page("member", ours.member, event)
    assert at_desk("cluster_clerk", cluster=theirs.cluster).get(address).status_code == 404
    assert at_desk("cluster_secretary", cluster=ours.cluster).get(address).status_code == 403


def test_an_event_of_another_row_is_not_taken_for_this_one(ours):
    theirs = make_corner("光电")
    event = change(theirs.member, school="甲大学")
    address = reverse("desk:take_back", args=["member", ours.member.pk, event.pgh_id])
    assert at_desk("registry_manager").get(address).status_code == 404


def test_the_page_of_a_person_leads_there_for_whoever_may_change_it(ours):
    event = change(ours.member, school="甲大学")
    there = page("member", ours.member, event)
    person = reverse("members:member", args=[ours.member.pk])
    desks = [at_desk("registry_manager"), at_desk("cluster_secretary", cluster=ours.cluster)]
    assert [there in desk.get(person).text for desk in desks] == [True, False]


def test_only_registers_of_three_kinds_have_the_page(ours):
    address = reverse("desk:take_back", args=["place", 1, 1])
    assert at_desk("registry_manager").get(address).status_code == 404
