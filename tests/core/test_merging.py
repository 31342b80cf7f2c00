"""合并重复: what merging moves, and that undoing puts everything back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.core import merging
from apps.core.history import changes
from apps.members.models import Member
from tests.factories import make_enterprise, make_member, make_organization

pytestmark = pytest.mark.django_db


def a_pair():
    kept = make_member("张三", organization=make_organization())
    dropped = make_member(
        "张三", organization=make_organization(), enterprise=make_enterprise(), mobile="19900000007"
    )
    return kept, dropped


def merged(kept, dropped):
    return merging.carry_out(merging.propose(kept, dropped, why="同一人", by=None), by=None)


def standing_of(*people):
    return [
        (
            list(person.affiliations.order_by("pk").values_list("pk", "organization", "starts_on")),
            list(person.employments.values_list("pk", "enterprise")),
            list(person.standings.order_by("pk").values_list("pk", "stage")),
            person.mobile,
        )
        for person in Member._base_manager.filter(pk__in=[p.pk for p in people]).order_by("pk")
    ]


def test_a_merged_person_leaves_the_lists():
    kept, dropped = a_pair()

    merged(kept, dropped)

    assert list(Member.objects.all()) == [kept]


def test_what_pointed_to_the_dropped_row_points_to_the_kept_one():
    kept, dropped = a_pair()

    merged(kept, dropped)

    assert kept.employments.count() == 1


def test_the_kept_row_takes_what_only_the_other_knew():
    kept, dropped = a_pair()

    merged(kept, dropped)

    kept.refresh_from_db()
    assert kept.mobile == "19900000007"


def test_a_row_whose_days_overlap_is_set_aside_not_forced():
    kept, dropped = a_pair()

    done = merged(kept, dropped)

    assert kept.affiliations.count() == 1
    assert "members.affiliation" in {label for label, _ in done.record["set_aside"]}


def test_undoing_a_merge_restores_both_rows_exactly():
    kept, dropped = a_pair()
    before = standing_of(kept, dropped)

    merging.undo(merged(kept, dropped), by=None, why="并非同一人")

    assert standing_of(kept, dropped) == before
    assert set(Member.objects.all()) == {kept, dropped}


def test_a_merge_is_carried_out_once():
    done = merged(*a_pair())

    with pytest.raises(ValidationError, match="已合并"):
        merging.carry_out(done, by=None)


def test_history_says_why_two_rows_became_one():
    kept, dropped = a_pair()
    merged(kept, dropped)

    latest = changes(Member._base_manager.get(pk=dropped.pk))[0]
    assert (latest.action, latest.why) == ("修改", "同一人")


def test_a_date_beside_the_pair_is_untouched():
    kept, dropped = a_pair()

    merged(kept, dropped)

    kept.refresh_from_db()
    assert kept.joined_on == date(2015, 7, 1)
