"""查看号码与查找 — in the clear once and written down; found by what staff type."""

import pytest
from django.db import Error, transaction
from django.urls import reverse

from apps.core import proof
from apps.members.models import Reveal
from tests.desk.worlds import at_desk, make_corner, no_longer_proved
from tests.factories import make_department

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(ours):
    return at_desk("cluster_clerk", cluster=ours.cluster)


def test_a_number_is_shown_for_a_reason_and_written_down(ours, clerk):
    address = reverse("members:reveal", args=[ours.member.pk])
    answer = clerk.post(address, {"item": "id_number", "why": "核对档案"})
    assert ours.member.id_number in answer.content.decode()
    assert list(Reveal.objects.values_list("member", "item", "why")) == [
        (ours.member.pk, "id_number", "核对档案")
    ]


def test_who_has_not_lately_proved_who_they_are_is_offered_that_first(ours, clerk):
    page = reverse("members:member", args=[ours.member.pk])
    address = reverse("members:reveal", args=[ours.member.pk])
    offered = [f'action="{address}"' in clerk.get(page).content.decode()]
    no_longer_proved(clerk)
    offered.append(f'action="{address}"' in clerk.get(page).content.decode())
    answer = clerk.post(address, {"item": "id_number", "why": "核对档案"})
    assert (offered, answer.url.split("?")[0]) == ([True, False], reverse(proof.PAGE))


def test_the_next_answer_masks_the_number_again(ours, clerk):
    clerk.post(reverse("members:reveal", args=[ours.member.pk]), {"item": "id_number", "why": "核对档案"})
    again = clerk.get(reverse("members:member", args=[ours.member.pk])).content.decode()
    assert ours.member.id_number not in again


def test_without_a_reason_nothing_is_shown_nor_written(ours, clerk):
    answer = clerk.post(reverse("members:reveal", args=[ours.member.pk]), {"item": "id_number", "why": ""})
    assert (ours.member.id_number in answer.content.decode(), Reveal.objects.count()) == (False, 0)


def test_a_neighbours_number_stays_hidden(clerk):
    theirs = make_corner("光电")
    answer = clerk.post(
        reverse("members:reveal", args=[theirs.member.pk]), {"item": "id_number", "why": "核对档案"}
    )
    assert (answer.status_code, Reveal.objects.count()) == (404, 0)


def test_the_secretary_of_a_cluster_sees_names_and_no_number(ours):
    secretary = at_desk("cluster_secretary", cluster=ours.cluster)
    page = secretary.get(reverse("members:member", args=[ours.member.pk])).content.decode()
    answer = secretary.post(
        reverse("members:reveal", args=[ours.member.pk]), {"item": "id_number", "why": "核对档案"}
    )
    assert ("查看号码" in page, answer.status_code, Reveal.objects.count()) == (False, 403, 0)


def test_asking_again_without_the_form_leads_to_the_masked_page(ours, clerk):
    answer = clerk.get(reverse("members:reveal", args=[ours.member.pk]))
    assert answer.url == reverse("members:member", args=[ours.member.pk])


def test_what_was_written_down_cannot_be_changed(ours, clerk):
    clerk.post(reverse("members:reveal", args=[ours.member.pk]), {"item": "id_number", "why": "核对档案"})
    with pytest.raises(Error), transaction.atomic():
        Reveal.objects.update(why="别的")


@pytest.fixture
def secretary(ours):
    return at_desk("cluster_secretary", cluster=ours.cluster)


@pytest.mark.parametrize("words", ["元宇宙人", "yyzr"])
def test_the_search_box_finds_a_person_by_name_and_initials(ours, secretary, words):
    found = secretary.get(reverse("desk:search"), {"q": words}).context["found"]
    assert [(f.label, [name for name, _, _ in f.rows]) for f in found if f.label == "党员"] == [
        ("党员", ["元宇宙人"])
    ]


def test_the_search_box_finds_a_person_by_the_last_four_and_writes_it_down(ours, secretary):
    found = secretary.get(reverse("desk:search"), {"q": ours.member.id_number[-4:]}).context["found"]
    assert [name for name, _, _ in found[0].rows] == ["元宇宙人"]
    assert list(Reveal.objects.values_list("item", "found")) == [("search", 1)]


def test_a_whole_number_is_found_when_it_was_posted_and_stands_in_no_address(ours, secretary):
    number = ours.member.id_number
    answer = secretary.post(reverse("desk:search"), {"q": number})
    assert [name for name, _, _ in answer.context["found"][0].rows] == ["元宇宙人"]
    assert number not in answer.content.decode()


@pytest.mark.parametrize("page", ["desk:search", "members:members"])
def test_a_whole_number_in_an_address_finds_nobody(ours, secretary, page):
    answer = secretary.get(reverse(page), {"q": ours.member.id_number})
    assert f"/members/{ours.member.pk}/" not in answer.content.decode()


def test_words_that_were_posted_get_an_address(secretary):
    answer = secretary.post(reverse("desk:search"), {"q": "元宇宙"})
    assert answer.url == f"{reverse('desk:search')}?q=%E5%85%83%E5%AE%87%E5%AE%99"


def test_the_search_box_finds_nothing_of_a_neighbour(secretary):
    theirs = make_corner("光电")
    words = ["光电", theirs.member.id_number[-4:], theirs.enterprise.name]
    assert [secretary.get(reverse("desk:search"), {"q": q}).context["found"] for q in words] == [[], [], []]
    posted = secretary.post(reverse("desk:search"), {"q": theirs.member.id_number})
    assert posted.context["found"] == []


def test_suggestions_end_at_the_remit(ours, secretary):
    make_corner("光电")
    told = secretary.get(reverse("desk:names", args=["organization"]), {"field": "to", "to": "有限公司"})
    assert told.content.decode() == '<option value="中共元宇宙有限公司支部委员会"></option>'


def test_whoever_may_see_no_people_looks_for_no_number(ours):
    handler = at_desk("department_handler", department=make_department())
    handler.post(reverse("desk:search"), {"q": ours.member.id_number})
    assert Reveal.objects.count() == 0


@pytest.mark.parametrize("kind", ["member", "enterprise", "organization", "cluster"])
def test_names_are_suggested_to_whoever_may_see_them(kind):
    handler, page = (
        at_desk("department_handler", department=make_department()),
        reverse("desk:names", args=[kind]),
    )
    assert handler.get(page).status_code == 404
