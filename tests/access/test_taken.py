"""查重 — what is told of a number that is taken beyond the remit, and how often."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from apps.accounts.duties import DutyCode
from apps.core import fence
from apps.core.models import AuditEntry
from apps.core.probing import (
    MOST,
    MOST_CONTENTS,
    ROSTER_SUBJECT,
    SUBJECT,
    TOO_OFTEN,
    TOO_OFTEN_IN_ROSTERS,
    write_down,
    write_down_upload,
)
from apps.rosters import registry, workflow
from apps.rosters.progress import Progress
from apps.rosters.register import OUT_OF_REMIT
from apps.rosters.situation import Plan
from tests.factories import an_id_number, make_member, make_organization

pytestmark = [pytest.mark.django_db, pytest.mark.gate("范围外即不存在")]
NUMBER = an_id_number(date(1985, 7, 1))


@pytest.fixture(autouse=True)
def holder(world):
    """Somebody elsewhere who has the number."""
    with transaction.atomic():
        yield make_member("赵六", organization=make_organization(), id_number=NUMBER)
        transaction.set_rollback(True)


def asked(desk, number):
    said = {"name": "新人", "id_number": number, "stage": "群众", "on": "2026-11-22", "kind": "entered"}
    return desk.client.post(reverse("members:register"), said).context["form"].errors.get("id_number")


def told(subject=SUBJECT):
    return AuditEntry.objects.filter(subject=subject)


clerk = pytest.mark.parametrize("desk", [DutyCode.CLUSTER_CLERK], indirect=True)


@clerk
def test_a_taken_number_meets_one_neutral_sentence_that_is_written_down_without_it(desk):
    assert asked(desk, NUMBER) == [OUT_OF_REMIT.message]
    entry = told().get()
    assert (entry.account, entry.detail, NUMBER in str(vars(entry))) == (
        desk.user.username,
        {"rows": 1},
        False,
    )


@clerk
def test_after_so_many_in_an_hour_no_number_is_answered(desk):
    for _ in range(MOST):
        write_down(1, by=desk.user)
    assert [asked(desk, number) for number in (NUMBER, an_id_number(date(1990, 1, 1)))] == [[TOO_OFTEN]] * 2


def handed_in(desk):
    sheet = f"姓名\t公民身份号码\t所在党支部\t人员类别\n新人\t{NUMBER}\t\t群众\n"
    kind = registry.kind_of("member")
    return workflow.receive(data=sheet.encode(), name="名册.tsv", kind=kind, plan=Plan(), by=desk.user)


def checked(upload, desk):
    remit = desk.user.remit_for("rosters.add_upload")
    with fence.raised(remit):
        workflow.check_and_store(upload, remit=remit, progress=Progress(), by=desk.user)


def kept(upload, desk):
    remit = desk.user.remit_for("rosters.add_upload")
    with fence.raised(remit):
        workflow.keep(upload, remit=remit, by=desk.user)


@clerk
def test_what_an_upload_was_told_is_written_down_once(desk):
    upload = handed_in(desk)
    checked(upload, desk)
    checked(upload, desk)
    kept(upload, desk)
    assert [(entry.detail["rows"], entry.detail["upload"]) for entry in told(ROSTER_SUBJECT)] == [
        (1, upload.pk)
    ]


@clerk
def test_what_an_upload_was_told_of_another_content_is_written_down_too(desk):
    upload = handed_in(desk)
    checked(upload, desk)
    workflow.correct(upload, {(None, 2, "name"): "另一人"}, {}, by=desk.user)
    upload.refresh_from_db()
    checked(upload, desk)
    assert len({entry.detail["content"] for entry in told(ROSTER_SUBJECT)}) == 2


@clerk
def test_an_upload_kept_without_looking_at_its_check_is_written_down(desk):
    upload = handed_in(desk)
    kept(upload, desk)
    assert told(ROSTER_SUBJECT).get().detail["upload"] == upload.pk


@clerk
@pytest.mark.parametrize("act", [checked, kept])
def test_after_so_many_contents_in_ten_minutes_no_roster_is_judged(desk, act):
    for content in range(MOST_CONTENTS):
        write_down_upload(1, str(content), 1, by=desk.user)
    upload = handed_in(desk)
    with pytest.raises(ValidationError, match=TOO_OFTEN_IN_ROSTERS):
        act(upload, desk)
