"""Undo through the pages: what would go back is shown first, why is asked, and the receipt tells."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from apps.core import clock
from apps.core.history import because
from apps.members.models import Member
from apps.rosters.models import Undo, Upload
from tests.beyond import out_of_duty
from tests.desk.worlds import asked
from tests.factories import an_id_number, make_cluster, make_organization, make_user, remit_to
from tests.rosters.test_undoing import BRANCH, an_upload, row, undo

pytestmark = pytest.mark.django_db


def named(name):
    user = make_user("registry_manager")
    user.name = name
    user.save()
    return user


@pytest.fixture
def owner():
    return named("经办甲")


@pytest.fixture
def client(owner):
    client = Client()
    client.force_login(owner)
    return client


def page(name, *keys):
    return reverse(f"rosters:{name}", args=keys)


def text(client, name, *keys, **query):
    answer = client.get(page(name, *keys), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_upload_is_undone_and_put_back_from_its_receipt(client, owner):
    upload = an_upload(row(0), row(1), by=owner)
    assert page("undo", upload.pk) in text(client, "receipt", upload.pk)
    assert client.get(page("undo", upload.pk)).context["counts"][0] == ["党员", 2, 0, 0]
    answer = client.post(page("undo", upload.pk), {"why": "传错了"}, follow=True)
    undone = Undo.objects.get()
    assert answer.redirect_chain == [(page("receipt", upload.pk), 302)]
    assert (Member.objects.count(), undone.by, undone.why) == (0, owner, "传错了")
    assert page("undone", upload.pk, undone.pk) in answer.content.decode()
    assert page("undo", upload.pk) + '"' not in answer.content.decode()
    assert page("redo", upload.pk, undone.pk) in text(client, "undone", upload.pk, undone.pk)
    client.post(page("redo", upload.pk, undone.pk), {"why": "没有错"})
    assert (Member.objects.count(), Undo.objects.latest("pk").act) == (2, "恢复")


def test_undoing_is_offered_to_whoever_may(client, owner):
    upload = an_upload(row(0), by=owner)
    with out_of_duty("rosters.undo_upload"):
        assert page("undo", upload.pk) not in text(client, "receipt", upload.pk)


def test_a_reason_is_asked_for(client, owner):
    upload = an_upload(row(), by=owner)
    answer = client.post(page("undo", upload.pk), {"why": ""})
    assert (answer.status_code, answer.context["form"].errors["why"]) == (200, ["这个字段是必填项。"])
    assert (Member.objects.count(), Undo.objects.count()) == (1, 0)


def test_what_stays_is_shown_with_who_touched_it(client, owner):
    upload = an_upload(row(0), row(1), by=owner)
    person = Member.objects.get(name="赵一")
    with because(by=named("经办乙")):
        person.remark = "补录"
        person.save()
    shown = text(client, "undo", upload.pk)
    assert (person.name in shown, "后来有修改" in shown, "经办乙" in shown) == (True, True, True)
    client.post(page("undo", upload.pk), {"why": "传错了"})
    assert "经办乙" in text(client, "undone", upload.pk, Undo.objects.get().pk)


def test_of_what_one_may_not_see_only_the_number_is_told():
    ours, theirs = make_cluster("甲集群"), make_cluster("乙集群")
    make_organization(BRANCH, cluster=ours)
    elsewhere = make_organization(cluster=theirs)
    clerk = make_user("cluster_clerk", cluster=ours)
    upload = an_upload(row(0), row(1), by=clerk, remit=remit_to(ours))
    person = Member.objects.get(name="赵一")
    with because(by=named("经办乙"), why="转接"):
        person.affiliations.update(ends_on=clock.today())
        person.affiliations.create(organization=elsewhere, starts_on=clock.today())
    client = Client()
    client.force_login(clerk)
    shown = text(client, "undo", upload.pk)
    assert ("赵一" in shown, "经办乙" in shown, "不在您的职责范围内" in shown) == (False, False, True)


def test_a_page_of_undo_leads_to_the_receipt_when_nothing_can_be_undone(client, owner):
    upload = an_upload(row(), by=owner)
    undo(upload)
    assert client.get(page("undo", upload.pk)).url == page("receipt", upload.pk)


def test_anothers_upload_is_missing(client):
    upload = an_upload(row())
    neighbour = Client()
    neighbour.force_login(make_user("cluster_clerk", cluster=make_cluster()))
    addresses = [page("undo", upload.pk), page("receipt", upload.pk)]
    assert [neighbour.get(address).status_code for address in addresses] == [404, 404]


def test_the_list_finds_uploads_by_roster_state_and_fingerprint(client, owner):
    first, second = an_upload(row(0), by=owner), an_upload(row(0), row(1), by=owner)
    undo(second)
    found = {
        "all": {},
        "undone": {"state": "undone"},
        "kept": {"state": "kept"},
        "other roster": {"roster": "enterprise"},
        "fingerprint": {"q": first.sha256},
    }
    shown = {
        name: [upload.pk for upload in client.get(page("uploads"), query).context["page_obj"].object_list]
        for name, query in found.items()
    }
    assert shown == {
        "all": [second.pk, first.pk],
        "undone": [second.pk],
        "kept": [first.pk],
        "other roster": [],
        "fingerprint": [first.pk],
    }


def test_the_exported_list_holds_no_personal_data(client, owner):
    upload = an_upload(row(0), by=owner)
    said = client.get(page("uploads_export"), {"format": "csv"}).content.decode("utf-8-sig")
    heading, line = said.splitlines()
    assert heading.split(",")[:4] == ["文件", "批次号", "名册", "状态"]
    assert ("赵一" in said, "329999" in said, upload.sha256[:16] in line) == (False, False, True)


def test_the_receipt_tells_the_layout_that_was_read(client, owner):
    upload = an_upload(row(0), by=owner)
    (sheet,) = Upload.objects.get(pk=upload.pk).result["sheets"]
    assert (sheet["name"], sheet["header_rows"], sheet["columns"]["B"]) == ("党员", [1], "id_number")
    assert "G 手机号码" in text(client, "receipt", upload.pk)


def test_as_many_queries_for_thirty_kept_rows_as_for_three(client, owner):
    def preview(count, start):
        born = (date(1980, 1, 1) + timedelta(days=start + n) for n in range(count))
        rows = [
            row(0, number=an_id_number(day, serial=9), name=f"郑{'一二三四五六七八九十'[day.day % 10]}")
            for day in born
        ]
        upload = an_upload(*rows, by=owner)
        with because(by=owner, why="补录"):
            Member.objects.update(school="后来")
        return asked(client, page("undo", upload.pk) + "?per_page=50")

    an_upload(row(0), by=owner)
    assert preview(3, 0) == preview(30, 100)
