"""合并重复的页面 — proposed, reviewed, carried out, undone."""

import pytest
from django.urls import reverse

from apps.core.models import Merge
from apps.members.models import Member
from tests.desk.worlds import at_desk, make_corner
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(ours):
    return make_member(ours.member.name, ours.branch)


def propose(client, kept, dropped, why="重复登记"):
    address = f"{reverse('desk:propose_merge', args=['member'])}?kept={kept.pk}"
    return client.post(address, {"dropped": dropped.pk, "why": why})


def decide(client, merge, decision, **said):
    return client.post(reverse("desk:merge", args=[merge.pk]), {"decision": decision} | said)


def test_a_clerk_proposes_and_the_manager_merges(ours, twin):
    propose(at_desk("cluster_clerk", cluster=ours.cluster), ours.member, twin)
    decide(at_desk("registry_manager"), Merge.objects.get(), "carry_out")
    assert list(Member.objects.all()) == [ours.member]


def test_what_is_merged_nowhere_has_no_page(ours):
    address = f"{reverse('desk:propose_merge', args=['cluster'])}?kept={ours.cluster.pk}"
    assert at_desk("registry_manager").get(address).status_code == 404


def test_a_refused_pair_stays_two(ours, twin):
    manager = at_desk("registry_manager")
    propose(manager, ours.member, twin)
    decide(manager, Merge.objects.get(), "refuse")
    assert (Member.objects.count(), Merge.objects.get().state) == (2, "refused")


def test_a_merge_is_undone_with_a_reason(ours, twin):
    manager = at_desk("registry_manager")
    propose(manager, ours.member, twin)
    decide(manager, Merge.objects.get(), "carry_out")
    decide(manager, Merge.objects.get(), "undo")
    assert Member.objects.count() == 1
    decide(manager, Merge.objects.get(), "undo", why="是两个人")
    assert (Member.objects.count(), Merge.objects.get().state) == (2, "undone")


def test_a_clerk_may_not_review(ours, twin):
    clerk = at_desk("cluster_clerk", cluster=ours.cluster)
    propose(clerk, ours.member, twin)
    assert clerk.get(reverse("desk:merge", args=[Merge.objects.get().pk])).status_code == 403


def test_a_neighbours_person_cannot_be_proposed(ours):
    theirs = make_corner("光电")
    clerk = at_desk("cluster_clerk", cluster=ours.cluster)
    assert propose(clerk, theirs.member, ours.member).status_code == 404
    assert "dropped" in propose(clerk, ours.member, theirs.member).context["form"].errors
    assert Merge.objects.count() == 0


def test_the_review_shows_both_rows_with_numbers_masked(ours, twin):
    manager = at_desk("registry_manager")
    propose(manager, ours.member, twin)
    shown = manager.get(reverse("desk:merge", args=[Merge.objects.get().pk])).content.decode()
    assert (ours.member.id_number in shown, twin.id_number in shown, "3****************" in shown) == (
        False,
        False,
        True,
    )
