"""变更记录: every write is on record, however it was made, with who and why."""

import pytest
from django.db import ProgrammingError, transaction

from apps.clusters.models import Enterprise
from apps.core.fields import Sealed
from apps.core.history import because, changes, differences
from apps.members.models import Member
from tests.factories import make_enterprise, make_member, make_user

pytestmark = pytest.mark.django_db


def test_a_change_says_before_and_after_in_chinese():
    enterprise = make_enterprise(name="旧名")
    user = make_user()
    with because(by=user, why="更名"):
        enterprise.name = "新名"
        enterprise.save()

    latest = changes(enterprise)[0]
    named = next(d for d in latest.differences if d.field == "企业名称")
    assert (latest.action, latest.by, latest.why, named.before, named.after) == (
        "修改",
        user.pk,
        "更名",
        "旧名",
        "新名",
    )


def test_a_reason_given_inside_is_not_told_of_what_was_written_outside():
    with because(why="外层"):
        outside = make_enterprise()
        with because(why="内层"):
            inside = make_enterprise()
        after = make_enterprise()

    assert [changes(row)[-1].why for row in (outside, inside, after)] == ["外层", "内层", "外层"]


def test_who_writes_is_carried_into_a_reason_given_inside():
    user = make_user()
    with because(by=user), because(why="内层"):
        enterprise = make_enterprise()

    assert (changes(enterprise)[0].by, changes(enterprise)[0].why) == (user.pk, "内层")


def test_bulk_writes_are_on_record():
    first, second = make_enterprise(), make_enterprise()
    with because(why="批量"):
        Enterprise.objects.filter(pk__in=[first.pk, second.pk]).update(scale="large")

    assert [changes(row)[0].why for row in (first, second)] == ["批量", "批量"]


def test_a_changed_number_is_on_record_without_being_shown():
    member = make_member()
    member.id_number = "329999198507010014"
    member.save()

    shown = {d.field: d.after for d in changes(member)[0].differences}
    assert shown["公民身份号码"] == "3****************4"


def test_a_number_sealed_anew_is_no_change():
    member = make_member()
    event = member.events.latest("pgh_id")
    sealed = member._meta.get_field("id_number").sealed(member.id_number, member.uid)
    event.__dict__["id_number"] = Sealed(sealed)
    assert differences(event, member.events.latest("pgh_id")) == []


def test_a_number_whose_key_is_gone_is_told_as_sealed(settings):
    member = make_member()
    member.id_number = "329999198507010014"
    member.save()
    settings.DATA_KEYS = {"1": bytes(32)}
    shown = {d.field: d.after for d in changes(member)[0].differences}
    assert shown["公民身份号码"] == "（已加密）"


def test_history_cannot_be_rewritten():
    member = make_member()

    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        member.events.update(name="改写")

    assert set(member.events.values_list("name", flat=True)) == {member.name}


def test_a_password_leaves_no_trace_in_history():
    user = make_user()

    assert "password" not in {field.name for field in user.events.model._meta.fields}


def test_a_removed_row_is_on_record():
    member = Member.objects.create(name="误录")
    events = type(member).events.rel.related_model.objects
    member.delete()

    assert list(events.order_by("pgh_id").values_list("pgh_label", "name")) == [
        ("insert", "误录"),
        ("delete", "误录"),
    ]
