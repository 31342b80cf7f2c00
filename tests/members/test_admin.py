"""党员登记在后台"""

from datetime import date

import pytest

from apps.core import clock
from apps.members.models import Member
from tests.administration import typed
from tests.factories import (
    an_id_number,
    make_cluster,
    make_member,
    make_organization,
    make_user,
)

pytestmark = pytest.mark.django_db
LIST, NEW = "/admin/members/member/", "/admin/members/member/add/"
NUMBER = an_id_number(date(1988, 3, 9), sex="1", serial=77)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(date(2026, 11, 22)):
        yield


@pytest.fixture
def manager(client):
    client.force_login(make_user("registry_manager"))
    return client


def change(member):
    return f"/admin/members/member/{member.pk}/change/"


def newcomer(client, **facts):
    return typed(client.get(NEW), name="王五", id_number=NUMBER, stage="正式党员", joined_on="2012-07-01") | (
        {"full_member_on": "2013-07-01", "effective_on": "2026-11-22"} | facts
    )


def names_listed(response):
    return [row.name for row in response.context["cl"].result_list]


def test_a_new_member_enters_with_standing_affiliation_and_movement(manager):
    branch = make_organization()
    manager.post(NEW, newcomer(manager, organization=branch.pk, entry="transfer_in"))
    member = Member.objects.get()
    assert [(s.stage, s.starts_on) for s in member.standings.order_by("starts_on")] == [
        ("预备党员", date(2012, 7, 1)),
        ("正式党员", date(2013, 7, 1)),
    ]
    assert [(a.organization, a.starts_on) for a in member.affiliations.all()] == [
        (branch, date(2026, 11, 22))
    ]
    assert [m.kind for m in member.movements.all()] == ["transfer_in"]


def test_a_clerk_cannot_register_a_member_beyond_the_cluster(client):
    client.force_login(make_user("cluster_clerk", cluster=make_cluster()))
    form = client.post(NEW, newcomer(client)).context["adminform"].form
    assert form.non_field_errors() == ["保存后将不在您的职责范围内，请补填所属区域、集群或党组织。"]
    assert Member.objects.count() == 0


def test_a_clerk_cannot_register_a_member_in_a_neighbours_branch(client):
    client.force_login(make_user("cluster_clerk", cluster=make_cluster()))
    foreign = make_organization(cluster=make_cluster())
    form = client.post(NEW, newcomer(client, organization=foreign.pk)).context["adminform"].form
    assert list(form.errors) == ["organization"]


def test_a_number_taken_within_the_remit_is_refused_with_its_holder(manager):
    make_member("赵六", id_number=NUMBER, born=date(1988, 3, 9))
    form = manager.post(NEW, newcomer(manager)).context["adminform"].form
    assert form.errors["id_number"] == ["身份证号重复：与已登记的“赵六”相同。"]


def test_a_number_taken_beyond_the_remit_is_refused_with_one_neutral_sentence(client):
    make_member("赵六", organization=make_organization(), id_number=NUMBER, born=date(1988, 3, 9))
    client.force_login(make_user("cluster_clerk", cluster=make_cluster()))
    response = client.post(NEW, newcomer(client))
    form = response.context["adminform"].form
    assert form.errors["id_number"] == ["该身份证号暂不能登记，请联系组织部"]
    assert "赵六" not in response.content.decode()


def test_a_wrong_number_is_refused_as_a_roster_would_refuse_it(manager):
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    form = manager.post(NEW, newcomer(manager, id_number=wrong)).context["adminform"].form
    assert form.errors["id_number"] == ["身份证号校验不通过，请核对第18位"]


def test_dates_that_contradict_each_other_are_refused_beside_the_field(manager):
    form = manager.post(NEW, newcomer(manager, full_member_on="2012-09-01")).context["adminform"].form
    assert list(form.errors) == ["full_member_on"]


def test_what_was_wrong_before_does_not_stand_in_the_way_of_another_correction(manager):
    member = make_member(full_member_on=date(2015, 9, 1))
    manager.post(change(member), typed(manager.get(change(member)), school="苏州大学"))
    member.refresh_from_db()
    assert member.school == "苏州大学"


def test_numbers_are_masked_in_list_and_form_and_kept_when_the_mask_comes_back(manager):
    member = make_member(id_number=NUMBER, born=date(1988, 3, 9), mobile="19900000001")
    pages = [manager.get(page) for page in (LIST, change(member))]
    shown = "".join(page.content.decode() for page in pages)
    assert (NUMBER in shown, "19900000001" in shown, "199****0001" in shown) == (False, False, True)
    manager.post(change(member), typed(pages[1], school="苏州大学"))
    member.refresh_from_db()
    assert (member.id_number, member.mobile, member.school) == (NUMBER, "19900000001", "苏州大学")


def test_whoever_may_only_view_sees_masks(client):
    cluster = make_cluster()
    branch = make_organization(cluster=cluster)
    member = make_member(organization=branch, id_number=NUMBER, born=date(1988, 3, 9), mobile="19900000001")
    client.force_login(make_user("cluster_secretary", cluster=cluster))
    page = client.get(change(member)).content.decode()
    assert (NUMBER in page, "19900000001" in page, "199****0001" in page) == (False, False, True)


def test_an_emptied_phone_is_removed(manager):
    member = make_member(mobile="19900000001")
    manager.post(change(member), typed(manager.get(change(member)), mobile=""))
    member.refresh_from_db()
    assert (member.mobile, member.mobile_index) == (None, None)


def test_a_probationary_member_becomes_full_from_the_form(manager):
    member = make_member(stage="预备党员", joined_on=date(2025, 7, 1), on=date(2025, 7, 1))
    data = typed(manager.get(change(member)), stage="正式党员", effective_on="2026-07-01", why="支部大会通过")
    manager.post(change(member), data)
    member.refresh_from_db()
    assert member.full_member_on == date(2026, 7, 1)
    assert member.standings.in_force(date(2026, 7, 1)).get().stage == "正式党员"


def test_leaving_the_party_is_not_a_choice_in_the_form(manager):
    member = make_member(organization=make_organization())
    data = typed(manager.get(change(member)), party_status="出党")
    form = manager.post(change(member), data).context["adminform"].form
    assert form.errors == {"party_status": ["出党、停止党籍、死亡、恢复党籍请在党员页面办理。"]}


def test_people_are_never_deleted(manager):
    member = make_member()
    assert manager.get(f"/admin/members/member/{member.pk}/delete/").status_code == 403


@pytest.mark.parametrize("asked", ["王", "ww", "WW", NUMBER[-4:]])
def test_a_member_is_found_by(manager, asked):
    make_member("王五", id_number=NUMBER, born=date(1988, 3, 9), mobile="19900000001")
    make_member("赵六")
    assert names_listed(manager.get(LIST, {"q": asked})) == ["王五"]


@pytest.mark.parametrize("asked", ["199000", NUMBER, "19900000001"])
def test_a_part_of_a_number_and_a_number_in_the_address_find_nobody(manager, asked):
    make_member("王五", id_number=NUMBER, born=date(1988, 3, 9), mobile="19900000001")
    assert names_listed(manager.get(LIST, {"q": asked})) == []
