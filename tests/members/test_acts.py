"""人员的办理 — each act from its page: done, refused beside its field, out of reach."""

from datetime import date

import pytest
from django.urls import reverse

from apps.core.history import because
from apps.members.models import Affiliation, Member, Movement, Participation, Seat
from tests.desk.worlds import at_desk, make_corner
from tests.factories import an_id_number, make_body, make_member, make_organization

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
TODAY = date(2026, 11, 22)


@pytest.fixture
def clerk(ours):
    return at_desk("cluster_clerk", cluster=ours.cluster)


def act(client, name, row, **said):
    """Open the page of an act, fill it in as a browser would, send it."""
    address = reverse(f"members:{name}", args=[row.pk])
    form = client.get(address).context["form"]
    opened = {field: form[field].value() for field in form.fields}
    posted = {field: value for field, value in (opened | said).items() if value not in (None, False)}
    return client.post(address, posted)


def test_a_transfer_within_ends_one_affiliation_and_opens_the_next(ours, clerk):
    other = make_organization("中共元宇宙第二支部委员会", cluster=ours.cluster)
    answer = act(
        clerk, "transfer", ours.member, to=other.full_name, on="2026-11-22", letter_no="昆组〔2026〕1号"
    )
    assert answer.url == reverse("members:member", args=[ours.member.pk])
    assert list(
        Affiliation.objects.order_by("starts_on").values_list("organization", "starts_on", "ends_on")
    ) == [(ours.branch.pk, date(2020, 1, 1), TODAY), (other.pk, TODAY, None)]
    assert Movement.objects.get(kind="transfer_within").letter_no == "昆组〔2026〕1号"


def test_a_part_of_a_name_is_enough_when_only_one_has_it(ours, clerk):
    other = make_organization("中共元宇宙第二支部委员会", cluster=ours.cluster)
    act(clerk, "transfer", ours.member, to="第二支部", on="2026-11-22")
    assert Affiliation.objects.open().get().organization == other


def test_a_name_outside_the_remit_is_not_found(ours, clerk):
    theirs = make_corner("光电")
    form = act(clerk, "transfer", ours.member, to=theirs.branch.full_name).context["form"]
    assert form.errors["to"] == [f"在您的职责范围内没有找到“{theirs.branch.full_name}”。"]


def test_a_backdated_act_needs_a_reason_beside_its_field(ours, clerk):
    other = make_organization("中共元宇宙第二支部委员会", cluster=ours.cluster)
    form = act(clerk, "transfer", ours.member, to=other.full_name, on="2026-10-01").context["form"]
    assert form.errors == {"why": ["追溯到以前日期的变更须填写理由。"]}


def test_a_person_transferred_out_leaves_the_remit_and_the_reader_returns_to_the_list(ours, clerk):
    answer = act(clerk, "transfer_out", ours.member, elsewhere="中共苏州某支部", on="2026-11-22")
    assert answer.url == reverse("members:members")
    assert Affiliation.objects.open().count() == 0


def test_a_form_overtaken_by_another_desk_is_refused_and_shows_both_versions(ours, clerk):
    address = reverse("members:transfer", args=[ours.member.pk])
    form = clerk.get(address).context["form"]
    other = make_organization("中共元宇宙第二支部委员会", cluster=ours.cluster)
    with because(why="更正"):
        Affiliation.objects.filter(member=ours.member).update(starts_on=date(2021, 1, 1))
    answer = clerk.post(
        address, {"version": form["version"].value(), "to": other.full_name, "on": "2026-11-22"}
    )
    assert [(c.field, c.opened, c.stored) for c in answer.context["form"].conflicts] == [
        ("开始日期", "2020-01-01", "2021-01-01")
    ]
    assert "您打开此页之后的变动" in answer.content.decode()
    assert Affiliation.objects.open().get().organization == ours.branch


def test_somebody_takes_part_in_the_cluster_committee_without_moving(ours, clerk):
    body = ours.cluster.bodies.get().organization
    act(clerk, "take_part", ours.member, organization=body.full_name, kind="cluster", on="2026-11-22")
    assert Participation.objects.get().organization == body
    assert Affiliation.objects.open().get().organization == ours.branch


def test_an_affiliation_in_a_functional_organisation_is_refused_beside_the_field(ours, clerk):
    body = make_body(ours.cluster).organization
    form = act(clerk, "transfer", ours.member, to=body.full_name, on="2026-11-22").context["form"]
    assert form.errors != {}
    assert Affiliation.objects.open().get().organization == ours.branch


def test_a_probationary_member_is_confirmed(ours, clerk):
    person = make_member("预备", ours.branch, stage="预备党员", joined_on=date(2025, 11, 1))
    act(clerk, "confirm", person, on="2026-11-22")
    assert Member.objects.on(TODAY).get(pk=person.pk).stage == "正式党员"


def test_a_post_begins_and_ends(ours, clerk):
    act(clerk, "appoint", ours.member, organization=ours.branch.full_name, post="secretary", on="2026-11-22")
    seat = Seat.objects.get()
    address = reverse("members:end", args=[ours.member.pk, "seat", seat.pk])
    version = clerk.get(address).context["form"]["version"].value()
    clerk.post(address, {"version": version, "on": "2026-11-22"})
    assert Seat.objects.get().ends_on == TODAY


def test_death_ends_the_affiliation_and_keeps_the_person(ours):
    manager = at_desk("registry_manager")
    act(manager, "leave", ours.member, kind="died", on="2026-11-22")
    assert (Affiliation.objects.open().count(), Member.objects.count()) == (0, 1)


def test_a_neighbours_person_cannot_be_acted_on(clerk):
    theirs = make_corner("光电")
    assert clerk.get(reverse("members:transfer", args=[theirs.member.pk])).status_code == 404


def test_a_desk_that_only_reads_is_refused(ours):
    secretary = at_desk("cluster_secretary", cluster=ours.cluster)
    assert secretary.get(reverse("members:transfer", args=[ours.member.pk])).status_code == 403


def test_a_person_is_registered_with_affiliation_and_movement(ours, clerk):
    said = {"name": "新人", "id_number": an_id_number(date(1995, 2, 3), "2"), "stage": "正式党员"}
    said |= {"organization": ours.branch.full_name, "on": "2026-11-22", "kind": "entered"}
    clerk.post(reverse("members:register"), said)
    person = Member.objects.get(name="新人")
    assert (person.sex, person.birth_date) == ("2", date(1995, 2, 3))
    assert person.affiliations.get().organization == ours.branch
    assert person.movements.get().kind == "entered"


def test_a_number_taken_outside_the_remit_meets_one_neutral_sentence(ours, clerk):
    theirs = make_corner("光电")
    said = {"name": "新人", "id_number": theirs.member.id_number, "stage": "群众", "on": "2026-11-22"}
    form = clerk.post(reverse("members:register"), said | {"kind": "entered"}).context["form"]
    assert form.errors == {"id_number": ["该身份证号暂不能登记，请联系组织部"]}


def test_a_namesake_of_the_same_day_is_asked_about_before_saving(ours, clerk):
    said = {"name": ours.member.name, "birth_date": "1990-05-17", "stage": "群众", "on": "2026-11-22"}
    said |= {"kind": "entered", "id_number": an_id_number()}
    answer = clerk.post(reverse("members:register"), said)
    assert answer.context["form"].errors == {
        "__all__": ["疑似同一人，请确认：已有姓名、出生日期相同的人员。"]
    }
    clerk.post(reverse("members:register"), said | {"distinct": "on"})
    assert Member.objects.filter(name=ours.member.name).count() == 2
