"""Keeping: in one transaction, twice as once, blanks erase nothing, and history knows the upload."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from apps.clusters.models import ClusterEnterprise, Enterprise
from apps.core import clock
from apps.core.history import changes
from apps.core.remit import Remit
from apps.members.importing import relating
from apps.members.models import Affiliation, Employment, Member, MemberStanding, Movement, Participation, Seat
from apps.organizations.models import OrganizationState, OrganizationUnit, PartyOrganization
from apps.rosters import registry, workflow
from apps.rosters.models import Upload
from apps.rosters.situation import Plan
from tests.factories import an_id_number, make_cluster, make_member, make_organization, make_user
from tests.rosters.test_remit import HEADINGS, TODAY, a_row, a_sheet, checked, kept

pytestmark = pytest.mark.django_db
BRANCH = "中共甲有限公司支部委员会"
EVERYTHING = Remit.everything()
NUMBER = an_id_number(date(1985, 7, 1), serial=401)


def row(**said):
    return a_row(**({"number": NUMBER, "branch": BRANCH} | said))


def the_member():
    return Member.objects.get()


def test_a_first_roster_opens_everything_a_member_has():
    kept(row(mobile="19900000001", unit="甲有限公司"), create_missing=True, as_of=date(2026, 10, 1))
    member = the_member()
    affiliation = Affiliation.objects.get()
    assert (member.id_number, member.mobile, member.birth_date) == (NUMBER, "19900000001", date(1985, 7, 1))
    assert (affiliation.organization.full_name, affiliation.starts_on) == (BRANCH, date(2026, 10, 1))
    assert (affiliation.in_reason, Movement.objects.get().kind) == ("opening", "opening")
    assert list(MemberStanding.objects.order_by("starts_on").values_list("stage", "starts_on")) == [
        ("预备党员", date(2008, 6, 1)),
        ("正式党员", date(2009, 6, 1)),
    ]
    job = Employment.objects.get()
    assert (job.enterprise.name, job.is_confirmed, job.enterprise.ownership) == (
        "甲有限公司",
        True,
        "private",
    )


def test_people_of_a_later_roster_are_entered_not_opening():
    kept(row(), create_missing=True)
    kept(row(number=an_id_number(date(1990, 1, 2), serial=402), name="李后"))
    assert sorted(Movement.objects.values_list("kind", flat=True)) == ["entered", "opening"]


def test_a_branch_with_two_units_is_a_joint_one():
    second = row(number=an_id_number(date(1990, 1, 2), serial=403), name="李二", unit="乙有限公司")
    kept(row(unit="甲有限公司"), second, create_missing=True)
    assert (OrganizationState.objects.get().type_code, OrganizationUnit.objects.count()) == ("632", 2)


def test_a_new_branch_brings_its_employer_onto_the_chain():
    cluster = make_cluster("元宇宙产业集群")
    kept(row(unit="甲有限公司"), create_missing=True, cluster="元宇宙产业集群")
    place = ClusterEnterprise.objects.get()
    assert (place.cluster, place.enterprise.name) == (cluster, "甲有限公司")


def test_the_same_file_twice_changes_nothing():
    kept(row(), create_missing=True)
    before = len(changes(the_member()))
    check = kept(row())
    assert (check.counts["unchanged"], len(changes(the_member()))) == (1, before)


def test_a_blank_cell_erases_nothing():
    kept(row(mobile="19900000001"), create_missing=True)
    check = kept(row(name="张测", mobile=""))
    assert (check.counts["unchanged"], the_member().mobile) == (1, "19900000001")


def test_a_change_touches_only_what_differs():
    kept(row(mobile="19900000001"), create_missing=True)
    kept(row(mobile="19900000002"))
    (latest, *_) = changes(the_member())
    assert [difference.field for difference in latest.differences] == ["手机号码"]
    assert the_member().mobile == "19900000002"


def test_a_changed_phone_is_found_by_its_new_number():
    kept(row(mobile="19900000001"), create_missing=True)
    kept(row(mobile="19900000002"))
    index = Member._meta.get_field("mobile_index").indexed("19900000002")
    assert Member.objects.filter(mobile_index=index).count() == 1


def test_a_probationary_member_becomes_full_on_the_day_given():
    kept(row(category="预备党员"), create_missing=True)
    kept(row())
    told = MemberStanding.objects.order_by("starts_on").values_list("stage", "starts_on", "ends_on")
    assert list(told) == [
        ("预备党员", date(2008, 6, 1), date(2009, 6, 1)),
        ("正式党员", date(2009, 6, 1), None),
    ]


def test_a_relation_that_is_not_here_makes_no_affiliation():
    headings = (*HEADINGS, "组织关系是否在本支部")
    kept((*row(), "否"), headings=headings, create_missing=True)
    again = kept((*row(), "否"), headings=headings)
    assert (Affiliation.objects.count(), Participation.objects.get().kind) == (0, "untransferred")
    assert again.counts["unchanged"] == 1


def test_a_post_opens_a_seat_and_another_post_ends_it():
    headings = (*HEADINGS, "党内职务")
    kept((*row(), "书记"), headings=headings, create_missing=True, as_of=date(2026, 1, 1))
    kept((*row(), "组织委员"), headings=headings)
    seats = Seat.objects.order_by("pk").values_list("post", "portfolio", "ends_on")
    assert list(seats) == [("secretary", "", TODAY), ("member", "organization", None)]


def test_an_applicant_is_no_member():
    kept(row(category="入党积极分子"), create_missing=True)
    assert (Affiliation.objects.count(), MemberStanding.objects.get().stage) == (0, "入党积极分子")


def test_another_name_under_a_known_number_waits_for_a_decision():
    kept(row(name="张测"), create_missing=True)
    check = checked(row(name="张策"))
    assert [issue.code for issue in check.records[0].issues if issue.blocks] == ["C02"]
    kept(row(name="张策"), decisions={("党员", 2): "accept"})
    assert the_member().name == "张策"


def test_a_row_without_a_number_is_confirmed_by_hand():
    headings = (*HEADINGS, "出生日期")
    nameless = (*row(number=" "), "1985-07-01")
    assert checked(nameless, headings=headings, create_missing=True).counts["refused"] == 1
    kept(nameless, headings=headings, create_missing=True, decisions={("党员", 2): "accept"})
    check = kept(nameless, headings=headings, decisions={("党员", 2): "accept"})
    assert (Member.objects.count(), check.counts["unchanged"]) == (1, 1)


def test_a_functional_organisation_holds_no_relations():
    make_organization("中共甲集群委员会", type_code="F1")
    check = checked(row(branch="中共甲集群委员会"))
    assert [issue.code for issue in check.records[0].issues if issue.blocks] == ["C19"]


def test_text_longer_than_its_field_is_refused_not_cut():
    check = kept((*row(), "校" * 90), headings=(*HEADINGS, "毕业院校"), create_missing=True)
    assert [issue.code for issue in check.records[0].issues] == ["TEXT_TOO_LONG"]


def test_a_failure_in_the_middle_leaves_nothing(monkeypatch):
    def fails(self):
        raise RuntimeError("power is out")

    monkeypatch.setattr(relating.Relating, "write", fails)
    kind = registry.kind_of("member")
    plan = Plan(create_missing=True)
    upload = workflow.receive(data=a_sheet(row()), name="名册.xlsx", kind=kind, plan=plan, by=None)
    with pytest.raises(RuntimeError):
        workflow.keep(upload, remit=EVERYTHING, by=None, today=TODAY)
    upload.refresh_from_db()
    left = (Member.objects.count(), PartyOrganization.objects.count(), Enterprise.objects.count())
    assert (left, upload.state) == ((0, 0, 0), "waiting")


def test_what_the_database_refuses_is_said_and_nothing_kept(monkeypatch):
    functional = make_organization("中共甲集群委员会", type_code="F1")
    monkeypatch.setattr("apps.members.importing.faults.FUNCTIONAL", None)
    monkeypatch.setattr("apps.members.importing.desk.faults.branch_issues", lambda *seen: ())
    with pytest.raises(ValidationError, match="功能型党组织不能作为组织关系所在支部"):
        kept(row(branch=functional.full_name))
    assert Member.objects.count() == 0


def test_history_names_the_upload_and_who_kept_it():
    user = make_user("registry_manager")
    kind, plan = registry.kind_of("member"), Plan(create_missing=True)
    upload = workflow.receive(data=a_sheet(row()), name="名册.xlsx", kind=kind, plan=plan, by=user)
    workflow.keep(upload, remit=EVERYTHING, by=user, today=TODAY)
    (change,) = changes(the_member())
    assert (change.upload, change.by, change.why) == (upload.pk, user.pk, "名册导入")


def test_a_kept_upload_is_not_kept_again():
    kept(row(), create_missing=True)
    with pytest.raises(ValidationError):
        workflow.keep(Upload.objects.get(), remit=EVERYTHING, by=None, today=TODAY)


def test_unfinished_uploads_are_deleted_after_a_day():
    kind = registry.kind_of("member")
    for name in ("旧.xlsx", "新.xlsx"):
        workflow.receive(data=b"x", name=name, kind=kind, plan=Plan(), by=None)
    kept(row(), create_missing=True)
    long_ago = clock.now() - timedelta(hours=25)
    Upload.objects.exclude(file_name="新.xlsx").update(created_at=long_ago)
    call_command("sweep_uploads", verbosity=0)
    assert sorted(Upload.objects.values_list("file_name", flat=True)) == ["名册.xlsx", "新.xlsx"]


def test_as_many_queries_for_thirty_rows_as_for_three(django_assert_max_num_queries):
    def several(count, start):
        born = (date(1980, 1, 1) + timedelta(days=start + n) for n in range(count))
        return [row(number=an_id_number(day, serial=7), name=f"员{day:%m%d}") for day in born]

    kept(row(), create_missing=True)
    make_member("旁人", organization=PartyOrganization.objects.get())
    with django_assert_max_num_queries(60) as three:
        kept(*several(3, 0))
    with django_assert_max_num_queries(60) as thirty:
        kept(*several(30, 100))
    assert len(three) == len(thirty)
