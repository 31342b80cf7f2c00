"""谁能看、谁看过 — all whose duties open a person's page, and everybody who has read what of them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts import workflow as accounts
from apps.accounts.models import User
from apps.core import merging
from apps.desk.sight import VIEW, openers
from apps.members import workflow as members
from apps.members.models import Member
from apps.rosters.models import Upload
from tests.application import as_application
from tests.desk.worlds import at_desk
from tests.factories import LONG_AGO, make_department, make_member, make_organization, make_user
from tests.rosters.test_undoing import an_upload, row

pytestmark = [pytest.mark.django_db, pytest.mark.gate("谁能看、谁看过")]


def page(person):
    return reverse("members:sight", args=[person.pk])


def signed_in(user):
    client = Client(REMOTE_ADDR="10.1.2.3")
    client.force_login(user)
    client.get(reverse("desk:start"))
    return client


def everybody(ours, theirs):
    make_user("registry_manager", "manager")
    make_user("cluster_clerk", "clerk", cluster=ours.cluster)
    make_user("cluster_secretary", "secretary", cluster=ours.cluster)
    make_user("branch_operator", "branch", organization=ours.branch)
    make_user("place_operator", "town", place=ours.cluster.place)
    make_user("cluster_clerk", "neighbour", cluster=theirs.cluster)
    make_user("branch_operator", "elsewhere", organization=make_organization())
    make_user("department_handler", "handler", department=make_department())
    make_user("audit_administrator", "auditor")


def openers_of(person):
    return {grant.user.username for grant in openers(person)}


def test_all_whose_duty_opens_the_page_and_nobody_else(ours, theirs):
    everybody(ours, theirs)
    opening = {
        user.username
        for user in User.objects.all()
        if Member.objects.within(user.remit_for(VIEW)).filter(pk=ours.member.pk).exists()
    }
    assert openers_of(ours.member) == opening == {"manager", "clerk", "secretary", "branch"}


def test_thirty_grants_ask_as_often_as_three(ours, theirs):
    client = at_desk("registry_manager")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(ours.member)).status_code == 200
        return len(queries)

    everybody(ours, theirs)
    client.get(page(ours.member))
    few = asked()
    for number in range(30):
        make_user("branch_operator", f"more{number}", organization=make_organization())
        make_user("cluster_clerk", f"clerk{number}", cluster=ours.cluster)
    assert asked() == few


def test_a_number_read_is_told_with_who_why_and_from_where(ours):
    reader = make_user("cluster_clerk", "reader", cluster=ours.cluster)
    client = signed_in(reader)
    client.post(reverse("members:reveal", args=[ours.member.pk]), {"item": "id_number", "why": "核对年龄"})
    text = client.get(page(ours.member)).text
    told = ["测试账号（reader）", "查看公民身份号码", "核对年龄", "10.1.2.3"]
    assert [said for said in told if said not in text] == []


def test_a_file_taken_out_is_told_of_everybody_in_it_and_of_nobody_else(ours, theirs):
    clerk = signed_in(make_user("cluster_clerk", "clerk", cluster=ours.cluster))
    clerk.post(reverse("members:members_export"), {"purpose": "党费核算", "format": "csv"})
    manager = at_desk("registry_manager")
    pages = [manager.get(page(person)).text for person in (ours.member, theirs.member)]
    assert ["党费核算" in text for text in pages] == [True, False]
    assert "导出党员（号码遮盖）" in pages[0]


def test_an_upload_that_wrote_to_a_person_is_told(ours):
    upload = an_upload(row(0), by=make_user("registry_manager", "clerk"))
    person = Member.objects.get(name="赵一")
    manager = at_desk("registry_manager")
    told = f"导入名册（批次{upload.pk}）"
    assert [told in manager.get(page(one)).text for one in (person, ours.member)] == [True, False]
    assert Upload.objects.count() == 1


def test_what_is_read_elsewhere_is_told_without_saying_where(ours, theirs):
    members.take_part(ours.member, organization=theirs.branch, kind="cluster", on=LONG_AGO, by=None)
    other = make_user("cluster_clerk", "otherclerk", cluster=theirs.cluster)
    signed_in(other).post(
        reverse("members:reveal", args=[ours.member.pk]), {"item": "id_number", "why": "光电核对"}
    )
    text = at_desk("cluster_clerk", cluster=ours.cluster).get(page(ours.member)).text
    assert [said for said in ("otherclerk", "光电") if said in text] == []
    assert ("职责范围外的账号" in text, "另有1个职责范围外的账号" in text) == (True, True)


@pytest.fixture
def also_there(ours, theirs):
    """Somebody at work for both clusters, and the person takes part in the other one too."""
    members.take_part(ours.member, organization=theirs.branch, kind="cluster", on=LONG_AGO, by=None)
    both = make_user("cluster_clerk", "both", cluster=ours.cluster)
    accounts.grant(both, "cluster_secretary", cluster=theirs.cluster, on=LONG_AGO, by=None)
    return both


def test_a_grant_elsewhere_is_not_told_of_somebody_who_may_be_named(ours, also_there):
    text = at_desk("cluster_clerk", cluster=ours.cluster).get(page(ours.member)).text
    assert ("测试账号（both）" in text, "光电" in text, "另有" in text) == (True, False, False)


def test_what_somebody_at_work_elsewhere_too_read_is_told_without_name_or_reason(ours, also_there):
    signed_in(also_there).post(
        reverse("members:reveal", args=[ours.member.pk]), {"item": "id_number", "why": "光电核对"}
    )
    desks = [at_desk("cluster_clerk", cluster=ours.cluster), at_desk("registry_manager")]
    assert ["光电核对" in desk.get(page(ours.member)).text for desk in desks] == [False, True]


def test_what_was_read_before_a_merge_is_told_of_whom_it_went_into(ours):
    twin = make_member(ours.member.name, ours.branch)
    clerk = signed_in(make_user("cluster_clerk", "reader", cluster=ours.cluster))
    clerk.post(reverse("members:reveal", args=[twin.pk]), {"item": "id_number", "why": "核对年龄"})
    clerk.post(reverse("members:members_export"), {"purpose": "党费核算", "format": "csv"})
    merging.carry_out(merging.propose(ours.member, twin, why="同一人", by=None), by=None)
    with as_application():
        text = clerk.get(page(ours.member)).text
    assert [said for said in ("核对年龄", "党费核算") if text.count(said) != 1] == []


def test_for_a_neighbour_there_is_no_such_page(ours, theirs):
    assert at_desk("cluster_clerk", cluster=theirs.cluster).get(page(ours.member)).status_code == 404


def test_who_only_reads_names_does_not_see_who_else_does(ours):
    assert at_desk("cluster_secretary", cluster=ours.cluster).get(page(ours.member)).status_code == 403
