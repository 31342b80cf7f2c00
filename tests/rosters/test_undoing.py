"""Undo of uploads: before again, and after again; what was touched since stays and is told."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.accounts import workflow as accounts
from apps.clusters.models import Enterprise
from apps.core.history import because, changes
from apps.core.remit import Remit
from apps.core.undoing import Told
from apps.members.models import Affiliation, Member
from apps.organizations.models import PartyOrganization
from apps.rosters import registry, undoing, workflow
from apps.rosters.models import Undo, Upload
from apps.rosters.situation import Plan
from tests.dumps import dump
from tests.factories import LONG_AGO, an_id_number, make_cluster, make_organization, make_user, remit_to
from tests.rosters.test_remit import HEADINGS, TODAY, a_row, a_sheet

pytestmark = pytest.mark.django_db
EVERYTHING = Remit.everything()
BRANCH = "中共甲有限公司支部委员会"
NAMES = ["赵一", "钱二", "孙三", "李四", "周五"]
NUMBERS = [an_id_number(date(1985, 7, 1), serial=serial) for serial in range(501, 506)]


def row(place=0, **said):
    return a_row(**({"number": NUMBERS[place], "branch": BRANCH, "name": NAMES[place]} | said))


def an_upload(*rows, remit=EVERYTHING, by=None, headings=HEADINGS, **plan):
    kind = registry.kind_of("member")
    plan = Plan(**({"create_missing": True} | plan))
    data = a_sheet(*rows, headings=headings)
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind, plan=plan, by=by)
    workflow.keep(upload, remit=remit, by=by, today=TODAY)
    return Upload.objects.get(pk=upload.pk)


def undo(upload, remit=EVERYTHING, by=None):
    return undoing.undo(upload, remit=remit, by=by, why="传错了")


def redo(undone):
    return undoing.redo(undone, remit=EVERYTHING, by=None, why="没有错")


def told(record):
    return [(one.model, one.key, one.why) for one in map(Told.read, record.kept)]


def test_undoing_a_first_roster_leaves_what_was_before():
    make_organization(cluster=make_cluster("甲集群"))
    before = dump()
    upload = an_upload(row(0, unit="甲有限公司"), row(1, category="预备党员"), cluster="甲集群")
    assert (Member.objects.count(), Enterprise.objects.count(), Affiliation.objects.count()) == (2, 1, 2)
    undo(upload)
    assert dump() == before


def test_undoing_a_correction_restores_every_value_and_tie():
    headings = (*HEADINGS, "党内职务")
    an_upload(
        (*row(mobile="19900000001", unit="甲有限公司"), "书记"), headings=headings, as_of=date(2026, 1, 1)
    )
    before = dump()
    changed = (*row(mobile="19900000002", unit="乙有限公司"), "组织委员")
    upload = an_upload(changed, headings=headings)
    after = dump()
    undone = undo(upload)
    assert dump() == before
    redo(undone)
    assert dump() == after


def test_undo_and_redo_as_often_as_one_likes():
    upload = an_upload(row())
    after = dump()
    for _ in range(3):
        undone = undo(upload)
        assert Member.objects.count() == 0
        redo(undone)
        assert dump() == after
    assert [record.act for record in Undo.objects.order_by("pk")] == ["撤销", "恢复"] * 3


def test_the_undo_says_what_it_wrote_who_and_why():
    clerk = make_user("registry_manager")
    undone = undo(an_upload(row()), by=clerk)
    assert (undone.by, undone.why, undone.kept) == (clerk, "传错了", [])
    assert ["党员", 1, 0, 0] in undone.counts
    gone = Member.pgh_event_model.objects.latest("pgh_id")
    assert gone.pgh_context.metadata == {
        "by": clerk.pk,
        "why": "传错了",
        "undo": undone.pk,
        "batch": undone.upload_id,
    }


def test_a_person_changed_since_stays_and_the_undo_says_who_did_it():
    upload = an_upload(row(0), row(1))
    clerk = make_user("registry_manager")
    person = Member.objects.get(name="赵一")
    with because(by=clerk, why="补录"):
        person.remark = "补录"
        person.save()
    undone = undo(upload)
    branch = PartyOrganization.objects.get(full_name=BRANCH)
    assert sorted(told(undone)) == [
        ("members.member", person.pk, "touched"),
        ("organizations.partyorganization", branch.pk, "needed"),
    ]
    assert {one["by"] for one in undone.kept if one["why"] == "touched"} == {clerk.pk}
    assert list(Member.objects.all()) == [person]
    assert person.affiliations.count() == 1


def test_out_of_order_the_earlier_upload_keeps_what_the_later_changed():
    first = an_upload(row(0), row(1))
    second = an_upload(row(0, mobile="19900000009"))
    undone = undo(first)
    person = Member.objects.get()
    touched = [one for one in undone.kept if one["why"] == "touched"]
    assert [(one["key"], one["upload"]) for one in touched] == [(person.pk, second.pk)]
    undo(second)
    assert Member.objects.get().mobile is None
    undo(first)
    assert (Member.objects.count(), undoing.may_be_undone(first)) == (0, False)


def changed_since(upload):
    """The uploads that changed what an upload wrote, as its preview tells them."""
    kept = undoing.look(upload, remit=EVERYTHING).kept
    return [one.upload for one in kept if one.why == "touched"]


def test_what_a_later_upload_changed_is_told_as_its_after_undo_and_redo():
    first = an_upload(row(0), row(1))
    second = an_upload(row(0, mobile="19900000009"))
    before = changed_since(first)
    redo(undo(second))
    assert (before, changed_since(first)) == ([second.pk], [second.pk])


def test_the_latest_undo_is_taken_back_first():
    first = an_upload(row(0), row(1))
    after = dump()
    second = an_upload(row(0, mobile="19900000009"))
    one, _, two = undo(first), undo(second), undo(first)
    with pytest.raises(ValidationError, match="须先恢复"):
        redo(one)
    redo(two)
    redo(one)
    assert dump() == after


def test_an_upload_that_was_not_kept_is_not_undone():
    kind = registry.kind_of("member")
    upload = workflow.receive(data=b"x", name="名册.xlsx", kind=kind, plan=Plan(), by=None)
    with pytest.raises(ValidationError, match="没有入库"):
        undo(upload)


def test_an_upload_is_not_undone_twice():
    upload = an_upload(row())
    undo(upload)
    with pytest.raises(ValidationError, match="已经撤销"):
        undo(upload)


def test_where_everything_was_touched_nothing_is_undone():
    upload = an_upload(row())
    with because(why="后来"):
        for one in (*Member.objects.all(), *PartyOrganization.objects.all()):
            one.remark = "改"
            one.save()
    before = dump()
    with pytest.raises(ValidationError, match="没有可以撤销的登记"):
        undo(upload)
    assert (dump(), Undo.objects.count()) == (before, 0)


def test_a_number_taken_since_by_somebody_else_refuses_the_whole():
    an_upload(row(0))
    undone = undo(Upload.objects.get())
    an_upload(row(0, name="另一人", unit="丙公司"))
    before = dump()
    with pytest.raises(ValidationError, match="“赵一”（党员）"):
        redo(undone)
    assert dump() == before


def test_outside_the_remit_the_whole_is_refused_in_neutral_words():
    ours, theirs = make_cluster("甲集群"), make_cluster("乙集群")
    for cluster, name in ((ours, "甲"), (theirs, "乙")):
        make_organization(f"中共{name}支部委员会", cluster=cluster)
    upload = an_upload(row(0, branch="中共甲支部委员会"), row(1, branch="中共乙支部委员会"))
    before = dump()
    with pytest.raises(ValidationError, match="其中有登记已不在您的职责范围内"):
        undo(upload, remit=remit_to(ours))
    assert dump() == before
    assert undoing.look(upload, remit=remit_to(ours)).counts == []


def test_a_clerk_undoes_what_a_clerk_may_import():
    cluster = make_cluster("甲集群")
    make_organization(BRANCH, cluster=cluster)
    upload = an_upload(row(0, unit="甲有限公司"), remit=remit_to(cluster))
    undo(upload, remit=remit_to(cluster))
    assert Member.objects.count() == 0


def test_the_preview_is_what_happens():
    upload = an_upload(row(0), row(1))
    outlook = undoing.look(upload, remit=EVERYTHING)
    undone = undo(upload)
    assert [[c.name, c.added, c.changed, c.removed] for c in outlook.counts] == undone.counts
    assert [one.as_json() for one in outlook.kept] == undone.kept


def test_the_history_of_a_person_tells_of_undo_and_redo():
    undone = undo(an_upload(row()))
    redo(undone)
    assert [(change.action, change.why) for change in changes(Member.objects.get())] == [
        ("新增", "没有错"),
        ("移除", "传错了"),
        ("新增", "名册导入"),
    ]


def test_one_undoes_where_one_may_import_and_undo():
    ours, theirs = make_cluster(), make_cluster()
    clerk = make_user("cluster_clerk", cluster=ours)
    accounts.grant(clerk, "cluster_secretary", by=None, on=LONG_AGO, cluster=theirs)
    assert undoing.remit_of(clerk, an_upload(a_row())) == remit_to(ours)
