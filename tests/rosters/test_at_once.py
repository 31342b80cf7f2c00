"""Two people at once: rosters kept, or undone, at one moment end as if one came after the other."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from apps.core.remit import Remit
from apps.members.models import Affiliation, Member
from apps.organizations.models import PartyOrganization
from apps.rosters import undoing, workflow
from apps.rosters.models import Undo, Upload
from apps.rosters.registry import kind_of
from apps.rosters.situation import Plan
from tests.rosters.test_remit import TODAY, a_sheet
from tests.rosters.test_undoing import an_upload, row

pytestmark = pytest.mark.django_db(transaction=True)
EVERYTHING = Remit.everything()


def at_once(*acts):
    """Each in a thread and a transaction of its own; answers what they returned or were refused with."""
    ready, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def act(place):
        ready.wait()
        try:
            answers[place] = acts[place]()
        except ValidationError as refused:
            answers[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def received():
    plan = Plan(create_missing=True, as_of=date(2026, 11, 1))
    data = a_sheet(row(0, unit="甲有限公司"), row(1), row(2))
    return workflow.receive(data=data, name="名册.xlsx", kind=kind_of("member"), plan=plan, by=None)


def keeping(upload):
    return lambda: workflow.keep(upload, remit=EVERYTHING, by=None, today=TODAY).counts


def test_two_people_keeping_one_roster_at_once_end_as_one_after_the_other():
    uploads = [received(), received()]
    counts = at_once(*map(keeping, uploads))
    assert sorted((count["new"], count["unchanged"]) for count in counts) == [(0, 3), (3, 0)]
    assert (Member.objects.count(), Affiliation.objects.count(), PartyOrganization.objects.count()) == (
        3,
        3,
        1,
    )


def test_one_upload_kept_twice_at_once_is_kept_once():
    upload = received()
    answers = at_once(keeping(upload), keeping(upload))
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1
    assert Member.objects.count() == 3


def test_one_upload_undone_twice_at_once_is_undone_once():
    upload = an_upload(row(0), row(1))

    def undo():
        return undoing.undo(Upload.objects.get(pk=upload.pk), remit=EVERYTHING, by=None, why="传错了")

    answers = at_once(undo, undo)
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1
    assert (Undo.objects.count(), Member.objects.count()) == (1, 0)
