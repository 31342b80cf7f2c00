"""库有表无 — people a file leaves out are listed, and marked when told to; nobody is moved or removed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.chains.alerts.talent import departure_doubted, of_departures
from apps.core import clock
from apps.core.models import AuditEntry
from apps.members.models import Affiliation, DepartureDoubt, Member
from apps.rosters.models import Upload
from tests.factories import make_cluster, make_member, make_organization, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


@pytest.fixture
def people():
    branch = make_organization("甲支部", cluster=make_cluster())
    return [
        make_member(name, organization=branch, born=date(1980, 1, day))
        for day, name in enumerate("甲乙丙", 1)
    ]


@pytest.fixture
def manager():
    client = Client()
    client.force_login(make_user("registry_manager"))
    return client


@pytest.fixture
def upload(manager, people):
    text = f"姓名\t身份证号\t所在党支部\n{people[0].name}\t{people[0].id_number}\t甲支部\n"
    said = {"as_of": "2026-11-22", "files": SimpleUploadedFile("名册.tsv", text.encode())}
    manager.post(reverse("rosters:hand_in", args=["member"]), said)
    return Upload.objects.latest("pk")


def marked():
    return list(DepartureDoubt.objects.values_list("affiliation__member__name", flat=True).order_by("pk"))


def test_those_left_out_are_listed_with_numbers_masked(manager, upload):
    absent = manager.get(reverse("rosters:review", args=[upload.pk]), {"tab": "absent"}).context["absent"]
    assert [(who["name"], who["id_number"][1:-1]) for who in absent] == [("乙", "*" * 16), ("丙", "*" * 16)]


def test_all_of_them_or_those_ticked_are_marked_once(manager, upload, people):
    address = reverse("rosters:absent", args=[upload.pk])
    key = Affiliation.objects.get(member=people[1]).pk
    foreign = Affiliation.objects.get(member=make_member(organization=make_organization())).pk
    manager.post(address, {"who": [str(key), str(foreign), "x"]})
    assert marked() == ["乙"]
    manager.post(address, {"all": "1"})
    assert marked() == ["乙", "丙"]


def test_a_mark_moves_nobody_and_is_an_alert_until_the_relation_ends(manager, upload, people):
    manager.post(reverse("rosters:absent", args=[upload.pk]), {"all": "1"})
    assert Affiliation.objects.in_force(TODAY).filter(member__in=people).count() == 3
    found = departure_doubted(TODAY).order_by("name")
    assert set(found) == set(people[1:])
    assert {reason.text for reason in of_departures(found, TODAY).values()} == {
        "2026年11月22日的名册中没有此人"
    }
    Affiliation.objects.filter(member=people[1]).update(ends_on=TODAY, out_reason="transferred")
    assert list(departure_doubted(TODAY)) == [people[2]]
    assert Member.objects.count() == 3


def test_who_marked_them_is_on_record(manager, upload):
    manager.post(reverse("rosters:absent", args=[upload.pk]), {"all": "1"})
    event = DepartureDoubt.objects.first().events.get()
    assert event.pgh_context.metadata["upload"] == upload.pk


def test_every_marking_is_an_entry_of_the_audit_log(manager, upload):
    manager.post(reverse("rosters:absent", args=[upload.pk]), {"all": "1"})
    entry = AuditEntry.objects.get(action=AuditEntry.Action.IMPORT, result="疑似转出")
    assert (entry.detail["upload"], entry.detail["rows"]) == (upload.pk, 2)
