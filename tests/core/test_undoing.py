"""撤销: what was written under a label goes back; what was touched since stays, and what it needs with it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from apps.clusters import workflow as clusters
from apps.clusters.models import Cluster, Enterprise, EnterpriseAlias
from apps.core import merging
from apps.core.history import because
from apps.core.remit import Remit
from apps.core.undoing import Why, staged
from apps.members import workflow as members
from apps.members.models import Affiliation, Member, Movement
from apps.organizations import tree
from apps.organizations.models import PartyOrganization
from tests.dumps import dump
from tests.factories import (
    a_credit_code,
    make_cluster,
    make_enterprise,
    make_member,
    make_organization,
    remit_to,
)

pytestmark = pytest.mark.django_db
LABEL = {"upload": 7}
DAY = date(2026, 3, 1)


def written():
    return because(why="名册导入", upload=7)


def later():
    """Somebody else's work: in one transaction, what is said of nothing is told of the block before."""
    return because(why="后来")


def undone(label=None, **said):
    with staged(label or LABEL) as undoing:
        kept = undoing.kept()
        with because(**({"undo": 1} | said)):
            undoing.carry_out()
    return kept


def reasons(kept):
    return [(one.model, one.key, one.why) for one in kept]


def test_a_person_written_is_gone_with_all_that_was_said_of_them():
    branch, firm = make_organization(), make_enterprise()
    before = dump()
    with written():
        make_member(organization=branch, enterprise=firm)
    assert (undone(), dump()) == ([], before)


def test_a_row_changed_twice_says_again_what_it_said_first():
    firm = make_enterprise("旧名")
    before = dump()
    with written():
        for name in ("中名", "新名"):
            firm.name = name
            firm.save()
    assert (undone(), dump()) == ([], before)


def test_a_row_taken_away_stands_again_under_its_key():
    alias = EnterpriseAlias.objects.create(enterprise=make_enterprise(), name="甲")
    before = dump()
    with written():
        alias.delete()
    assert (undone(), dump()) == ([], before)


def test_a_row_added_and_taken_away_leaves_nothing_to_do():
    with written():
        EnterpriseAlias.objects.create(enterprise=make_enterprise(), name="甲").delete()
        Enterprise.objects.get().states.all().delete()
        Enterprise.objects.get().delete()
    with staged(LABEL) as undoing:
        assert undoing.counts() == []


def test_what_an_undo_wrote_can_be_taken_back_in_turn():
    branch = make_organization()
    known = make_member("旧人", organization=branch)
    with written():
        make_member("新人", organization=branch)
        known.remark = "改过"
        known.save()
    after = dump()
    undone(undo=3)
    undone({"undo": 3}, undo=4)
    assert dump() == after


def test_a_row_touched_since_stays_whole_and_says_so():
    branch = make_organization()
    with written():
        person, other = make_member("甲", organization=branch), make_member("乙", organization=branch)
    with later():
        person.remark = "后来写的"
        person.save()
    left = undone()
    assert reasons(left) == [(Member, person.pk, Why.TOUCHED)]
    assert list(Member.objects.all()) == [person]
    assert (person.affiliations.count(), person.standings.count(), other.movements.count()) == (1, 2, 0)


def test_a_person_whose_ties_moved_on_stays_with_where_they_came_from():
    with written():
        branch, empty = make_organization("中共甲支部委员会"), make_organization("中共乙支部委员会")
        person = make_member(organization=branch, on=date(2026, 1, 1))
    with later():
        elsewhere = make_organization("中共丙支部委员会")
        members.transfer_within(person, to=elsewhere, on=DAY, by=None, why="调动")
    kept = undone()
    assert (Member, person.pk, Why.TOUCHED) in reasons(kept)
    assert {one.key for one in kept if one.model is PartyOrganization} == {branch.pk}
    assert set(PartyOrganization.objects.all()) == {branch, elsewhere}
    assert not PartyOrganization.objects.filter(pk=empty.pk).exists()
    assert Movement.objects.count() == 2


def test_something_others_point_to_since_stays():
    with written():
        firm = make_enterprise()
    with later():
        person = make_member(enterprise=firm)
    (kept,) = undone()
    assert (kept.model, kept.key, kept.why) == (Enterprise, firm.pk, Why.POINTED)
    assert (kept.cause_model, kept.cause_key) == (type(person.employments.get()), person.employments.get().pk)


def test_a_change_made_and_taken_back_by_others_is_no_touch():
    firm = make_enterprise("甲")
    before = dump()
    with written():
        firm.scale = "large"
        firm.save()
    with later():
        for remark in ("记", ""):
            firm.remark = remark
            firm.save()
    assert (undone(), dump()) == ([], before)


def test_the_earlier_of_two_writes_is_kept_until_the_later_is_undone():
    firm = make_enterprise("甲")
    before = dump()
    with written():
        firm.scale = "large"
        firm.save()
    with because(upload=8):
        firm.scale = "small"
        firm.save()
    assert reasons(undone()) == [(Enterprise, firm.pk, Why.TOUCHED)]
    assert undone({"upload": 8}, undo=2) == []
    assert (undone(undo=3), dump()) == ([], before)


def test_undoing_twice_does_nothing_the_second_time():
    with written():
        make_member(organization=make_organization())
    undone()
    with staged(LABEL) as undoing:
        assert (undoing.counts(), undoing.kept()) == ([], [])


def test_a_merged_row_stays():
    with written():
        one, two = make_enterprise("甲"), make_enterprise("甲公司")
    with later():
        merging.carry_out(merging.propose(one, two, why="同一企业", by=None), by=None)
    assert {one.key for one in undone()} == {one.pk, two.pk}


def test_a_row_somebody_proposed_to_merge_stays():
    one = make_enterprise("甲")
    with written():
        two = make_enterprise("甲公司")
    merging.propose(one, two, why="同一企业", by=None)
    assert reasons(undone()) == [(Enterprise, two.pk, Why.POINTED)]


def test_paths_follow_when_an_organisation_goes_back():
    top, other = make_organization(type_code="611"), make_organization(type_code="611")
    middle = make_organization(type_code="621", parent=top)
    below = make_organization(parent=middle)
    before = dump()
    with written():
        tree.place(middle, other, on=date(2026, 11, 22), by=None, why="调整")
    assert (undone(), dump()) == ([], before)
    below.refresh_from_db()
    assert below.path.startswith(f"/{top.pk}/")


def test_paths_follow_today_where_the_tree_has_moved_since():
    top, other = make_cluster("甲生态圈"), make_cluster("乙生态圈")
    with written():
        chain = make_cluster("丙链", parent=other)
        chain.delete()
        moved = Cluster.objects.create(name="丁链", place=top.place, parent=top)
        clusters.plant(moved, by=None)
    undone(undo=5)
    with later():
        top.parent = other
        clusters.plant(top, by=None)
    undone({"undo": 5}, undo=6)
    assert Cluster.objects.get(name="丁链").path == f"/{other.pk}/{top.pk}/{moved.pk}/"


def test_a_conflict_refuses_the_whole_and_names_the_row():
    code = a_credit_code()
    firm, other = make_enterprise("甲", uscc=code), make_enterprise("乙")
    with written():
        firm.uscc = a_credit_code()
        firm.save()
        other.remark = "也改了"
        other.save()
    with later():
        make_enterprise("丙", uscc=code)
    before = dump()
    with pytest.raises(
        ValidationError, match="“甲”（企业）退回原状与现有登记冲突。该统一社会信用代码已登记。"
    ):
        undone()
    assert dump() == before


def test_what_would_come_back_to_a_parent_who_is_gone_stays_away():
    firm = make_enterprise()
    alias = EnterpriseAlias.objects.create(enterprise=firm, name="甲")
    key = alias.pk
    with written():
        alias.delete()
    with later():
        firm.states.all().delete()
        firm.delete()
    assert reasons(undone()) == [(EnterpriseAlias, key, Why.HOMELESS)]


def test_outside_the_remit_nothing_is_undone():
    ours = make_organization(cluster=make_cluster("甲集群"))
    theirs = make_organization(cluster=make_cluster("乙集群"))
    with written():
        make_member(organization=ours)
        make_member(organization=theirs)
    with staged(LABEL) as undoing:
        undoing.insist_within(Remit.everything())
        with pytest.raises(ValidationError, match="职责范围"):
            undoing.insist_within(remit_to(ours.coverages.get().body.cluster))


def test_within_the_remit_it_is_allowed():
    ours = make_organization(cluster=make_cluster("甲集群"))
    with written():
        make_member(organization=ours)
    with staged(LABEL) as undoing:
        undoing.insist_within(remit_to(ours.coverages.get().body.cluster))


def test_a_look_writes_nothing():
    with written():
        make_member(organization=make_organization())
    before = dump()
    with staged(LABEL) as undoing:
        counted = {count.name: count.added for count in undoing.counts()}
    assert (counted["党员"], counted["组织关系"], dump()) == (1, 1, before)


def test_an_ended_row_is_open_again():
    here, there = make_organization(), make_organization()
    person = make_member(organization=here, on=date(2026, 1, 1))
    before = dump()
    with written():
        members.transfer_within(person, to=there, on=DAY, by=None, why="调动")
    assert (undone(), dump()) == ([], before)
    assert Affiliation.objects.get().ends_on is None


def test_history_says_who_undid_and_why():
    with written():
        firm = make_enterprise()
    undone(why="传错了")
    event = firm.pgh_event_model.objects.filter(pgh_obj_id=firm.pk).latest("pgh_id")
    assert (event.pgh_label, event.pgh_context.metadata) == ("delete", {"undo": 1, "why": "传错了"})


def test_as_many_queries_for_thirty_rows_as_for_three(django_assert_max_num_queries):
    def queries(count, upload):
        branch = make_organization()
        with because(upload=upload):
            for _ in range(count):
                make_member(organization=branch)
        with django_assert_max_num_queries(400) as asked:
            undone({"upload": upload})
        return len(asked)

    assert queries(3, 8) == queries(30, 9)


def test_temporary_tables_are_gone_afterwards():
    with staged(LABEL):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('undoing'), to_regclass('undone_contexts')")
        assert cursor.fetchone() == (None, None)
