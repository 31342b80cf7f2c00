"""Whose rows an upload may touch: what lies outside the remit is answered by one neutral sentence."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.core import clock, probing
from apps.core.models import AuditEntry
from apps.core.remit import Remit
from apps.members import workflow as members
from apps.members.models import Affiliation, Member, Movement, Participation
from apps.organizations.models import Coverage, PartyOrganization
from apps.rosters import registry, workflow
from apps.rosters.models import Upload
from apps.rosters.situation import CREATE, Plan
from tests.desk.worlds import at_desk
from tests.factories import (
    an_id_number,
    make_cluster,
    make_enterprise,
    make_member,
    make_organization,
    remit_to,
)
from tests.rosters.samples import FOLDER

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
MALFORMED = FOLDER.parent / "malformed"
NEUTRAL = "该身份证号暂不能登记，请联系组织部"
UNIT_NEUTRAL = "该单位暂不能登记，请联系组织部"
HEADINGS = ("姓名", "身份证号码", "所在党支部", "人员类别", "入党日期", "转正日期", "手机号码", "工作单位")


def a_sheet(*rows, headings=HEADINGS, title="党员"):
    """A workbook with these rows under the usual headings."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet(title)
    for number, row in enumerate((headings, *rows)):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    book.close()
    return buffer.getvalue()


def a_row(name="张测", number="", branch="", category="正式党员", mobile="", unit=""):
    number = number or an_id_number(date(1985, 7, 1))
    full = "2009-06-01" if category == "正式党员" else ""
    return (name, number, branch, category, "2008-06-01", full, mobile, unit)


def checked(*rows, remit=None, headings=HEADINGS, **plan):
    data = a_sheet(*rows, headings=headings)
    return workflow.check(
        data,
        "名册.xlsx",
        registry.kind_of("member"),
        Plan(**plan),
        remit=remit or Remit.everything(),
        today=TODAY,
    )[0]


def kept(*rows, remit=None, headings=HEADINGS, **plan):
    data = a_sheet(*rows, headings=headings)
    kind = registry.kind_of("member")
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind, plan=Plan(**plan), by=None)
    return workflow.keep(upload, remit=remit or Remit.everything(), by=None, today=TODAY)


def codes(check):
    return [[issue.code for issue in row.issues] for row in check.records]


@pytest.fixture
def ours():
    return make_organization("中共甲有限公司支部委员会", cluster=make_cluster("甲集群"))


@pytest.fixture
def theirs():
    return make_organization("中共乙有限公司支部委员会", cluster=make_cluster("乙集群"))


def remit_of(organization):
    return remit_to(Coverage.objects.get(organization=organization).body.cluster)


def test_a_person_outside_the_remit_is_neither_changed_nor_told_of(ours, theirs):
    member = make_member("李远", organization=theirs, born=date(1985, 7, 1))
    check = kept(a_row("李远", member.id_number, ours.full_name), remit=remit_of(ours))
    (row,) = check.records
    assert [issue.message for issue in row.issues if issue.blocks] == [NEUTRAL]
    assert (row.verdict, row.known, check.recognition.known) == ("refused", None, {})
    assert Affiliation.objects.get(member=member).organization == theirs


def test_a_branch_outside_the_remit_is_asked_about_like_an_unknown_one(ours, theirs):
    foreign = checked(a_row(branch=theirs.full_name), remit=remit_of(ours))
    unknown = checked(a_row(branch="中共丙有限公司支部委员会"), remit=remit_of(ours))
    said = [check.records[0].issues[0].message for check in (foreign, unknown)]
    assert said[0].replace("乙", "丙") == said[1]


def test_a_branch_outside_the_remit_cannot_be_created_again(ours, theirs):
    matches = {"branch": {theirs.full_name: CREATE}}
    check = kept(a_row(branch=theirs.full_name), remit=remit_of(ours), matches=matches)
    assert codes(check) == [["OUT_OF_REMIT"]]
    assert Member.objects.count() == 0


def test_that_a_superior_is_taken_outside_is_told_as_what_is_beyond(ours, theirs):
    place = Coverage.objects.get(organization=ours).body.cluster.place
    row = (*a_row(branch="中共丙有限公司支部委员会"), theirs.full_name)
    said = {"headings": (*HEADINGS, "上级党组织"), "place": place.name, "create_missing": True}
    check = checked(row, remit=remit_to(place), **said)
    assert [i.message for i in check.records[0].issues if i.code == "OUT_OF_REMIT"] == [
        f"上级党组织“{theirs.full_name}”暂不能新建，请联系组织部；新建的党支部不隶属于它"
    ]


def malformed(case, remit):
    """One of the broken samples, as the desk of one cluster checks it."""
    data = (MALFORMED / f"{case}.xlsx").read_bytes()
    kind = registry.kind_of("member")
    return workflow.check(data, "党员信息.xlsx", kind, Plan(), remit=remit, today=TODAY)[0]


def test_the_code_of_a_foreign_organisation_is_answered_like_an_unknown_one():
    ours = make_organization(code="JQ01-001", cluster=make_cluster("JQ01"))
    make_organization(code="JQ02-002", cluster=make_cluster("JQ02"))
    check = malformed("R23", remit_of(ours))
    of_code = {
        row.values["branch_code"]: [i.message for i in row.issues if i.field == "branch" and i.blocks]
        for row in check.records
    }
    foreign, unknown = of_code["JQ02-002"][0], of_code["JQ02-999"][0]
    assert foreign.replace("JQ02-002", "JQ02-999") == unknown
    assert [of_code["JQ01-001"], check.recognition.missing] == [[], {}]
    assert [row.number for row in check.records if row.verdict == "refused"] == [3, 4]


def test_the_number_of_somebody_in_another_cluster_gives_nothing_away():
    ours = make_organization(code="JQ01-001", cluster=make_cluster("JQ01"))
    theirs = make_organization("中共金丝雀支部委员会", cluster=make_cluster("金丝雀集群"))
    number = "32058319821109000X"
    make_member("金丝雀", organization=theirs, id_number=number, mobile="19900077777", born=date(1982, 11, 9))
    row = next(r for r in malformed("R25", remit_of(ours)).records if r.values["id_number"] == number)
    assert (row.verdict, row.known) == ("refused", None)
    told = "".join(issue.message for issue in row.issues)
    assert NEUTRAL in told
    assert [word for word in ("金丝雀", "19900077777", "77777") if word in told] == []


def test_an_enterprise_outside_the_remit_gets_the_neutral_sentence(ours):
    make_enterprise("乙有限公司", cluster=make_cluster())
    check = checked(
        a_row(branch=ours.full_name, unit="乙有限公司"), remit=remit_of(ours), create_missing=True
    )
    assert [issue.message for issue in check.records[0].issues] == [UNIT_NEUTRAL]


def test_a_phone_of_somebody_outside_is_doubted_without_a_name(ours, theirs):
    make_member("李远", organization=theirs, mobile="19900000077")
    check = checked(a_row(branch=ours.full_name, mobile="19900000077"), remit=remit_of(ours))
    assert [(i.code, i.message) for i in check.records[0].issues] == [("OUT_OF_REMIT", NEUTRAL)]
    assert check.records[0].verdict == "new"


def test_a_namesake_outside_is_doubted_without_a_name(ours, theirs):
    make_member("张测", organization=theirs, born=date(1985, 7, 1))
    check = checked(a_row("张测", branch=ours.full_name), remit=remit_of(ours))
    assert [(i.code, i.message) for i in check.records[0].issues] == [("OUT_OF_REMIT", NEUTRAL)]


def test_a_guest_whose_relation_sits_outside_cannot_be_taken_over(ours, theirs):
    member = make_member("李远", organization=theirs, born=date(1985, 7, 1))
    Participation.objects.create(member=member, organization=ours, kind="cluster", starts_on=date(2021, 1, 1))
    check = checked(
        a_row("李远", member.id_number, ours.full_name),
        remit=remit_of(ours),
        decisions={("党员", 2): "transfer"},
    )
    assert [issue.code for issue in check.records[0].issues] == ["OUT_OF_REMIT"]
    assert theirs.full_name not in str(check.records[0].issues)


WITH_RELATION = (*HEADINGS, "组织关系是否在本支部")
GUESTS = [("李远", ""), ("张测", ""), ("李远", "否"), ("张测", "否")]


@pytest.fixture
def guest(ours, theirs):
    """Belongs to a branch of another cluster and takes part in ours."""
    member = make_member("李远", organization=theirs, born=date(1985, 7, 1))
    Participation.objects.create(
        member=member, organization=ours, kind="untransferred", starts_on=date(2021, 1, 1)
    )
    return member


def handed_in(client, *rows, headings=HEADINGS, roster="member"):
    """By a page, and looked at once."""
    file = SimpleUploadedFile("名册.xlsx", a_sheet(*rows, headings=headings))
    said = {"as_of": "2026-11-22", "files": file}
    assert client.post(reverse("rosters:hand_in", args=[roster]), said).status_code == 302
    upload = Upload.objects.latest("pk")
    client.get(reverse("rosters:review", args=[upload.pk]))
    return upload


def shown(client, upload):
    """All a clerk is shown of an upload, before and after keeping, and what is kept of it in the open."""
    pages = [client.get(reverse(f"rosters:{page}", args=[upload.pk])) for page in ("review", "returned")]
    client.post(reverse("rosters:keep", args=[upload.pk]))
    pages += [client.get(reverse(f"rosters:{page}", args=[upload.pk])) for page in ("receipt", "returned")]
    assert [page.status_code for page in pages] == [200] * 4
    upload.refresh_from_db()
    return "".join([*map(_text_of, pages), str(upload.result)])


def _text_of(page):
    if page["Content-Type"].startswith("text/html"):
        return page.content.decode()
    with ZipFile(BytesIO(page.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


@pytest.mark.parametrize(("name", "relation"), GUESTS)
def test_the_branch_of_a_guest_is_shown_nowhere(ours, theirs, guest, name, relation):
    with clock.set_to(TODAY):
        clerk = at_desk("cluster_clerk", cluster=Coverage.objects.get(organization=ours).body.cluster)
        row = (*a_row(name, guest.id_number, ours.full_name), relation)
        assert theirs.full_name not in shown(clerk, handed_in(clerk, row, headings=WITH_RELATION))


@pytest.mark.parametrize("relation", ["", "否"])
def test_a_guest_under_another_name_is_answered_by_one_neutral_sentence(ours, guest, relation):
    row = (*a_row("张测", guest.id_number, ours.full_name), relation)
    check = checked(row, remit=remit_of(ours), headings=WITH_RELATION)
    assert [issue.message for issue in check.records[0].issues if issue.blocks] == [NEUTRAL]


def test_a_guest_under_another_name_is_written_down_as_a_number_said_to_be_taken(ours, guest):
    with clock.set_to(TODAY):
        clerk = at_desk("cluster_clerk", cluster=Coverage.objects.get(organization=ours).body.cluster)
        handed_in(clerk, (*a_row("张测", guest.id_number, ours.full_name), "否"), headings=WITH_RELATION)
    assert AuditEntry.objects.filter(subject=probing.ROSTER_SUBJECT).count() == 1


def test_a_guest_under_the_own_name_is_known(ours, guest):
    row = (*a_row("李远", guest.id_number, ours.full_name), "否")
    check = checked(row, remit=remit_of(ours), headings=WITH_RELATION)
    assert check.records[0].blocks is False


def test_what_was_said_of_somebody_who_has_moved_away_is_not_given_back(ours, theirs):
    member = make_member("李远", organization=ours, born=date(1985, 7, 1))
    with clock.set_to(TODAY):
        clerk = at_desk("cluster_clerk", cluster=Coverage.objects.get(organization=ours).body.cluster)
        upload = handed_in(clerk, a_row("张测", member.id_number, ours.full_name))
        members.transfer_within(member, to=theirs, on=TODAY, by=None)
        given = clerk.get(reverse("rosters:returned", args=[upload.pk]), follow=True)
    assert "李远" not in _text_of(given)


def test_a_new_branch_is_covered_by_the_cluster_entrusted(ours):
    cluster = Coverage.objects.get(organization=ours).body.cluster
    kept(a_row(branch="中共丙有限公司支部委员会"), remit=remit_to(cluster), create_missing=True)
    new = PartyOrganization.objects.get(full_name="中共丙有限公司支部委员会")
    assert Coverage.objects.get(organization=new).body.cluster == cluster
    assert Member.objects.within(remit_to(cluster)).count() == 1


def test_a_branch_operator_founds_no_branch_outside_the_own_one(ours):
    check = kept(a_row(branch="中共丙有限公司支部委员会"), remit=remit_to(ours), create_missing=True)
    assert codes(check) == [["C18"]]
    assert PartyOrganization.objects.filter(full_name="中共丙有限公司支部委员会").count() == 0


def test_rows_without_a_branch_go_to_the_only_one_entrusted(ours):
    kept(a_row(), remit=remit_to(ours))
    assert Affiliation.objects.get().organization == ours


def test_an_organisation_outside_the_remit_cannot_be_chosen(ours, theirs):
    with pytest.raises(ValidationError):
        checked(a_row(), remit=remit_of(ours), organization=theirs.full_name)


def test_absent_people_are_those_of_the_branches_in_the_file(ours, theirs):
    make_member("在册", organization=ours)
    make_member("邻人", organization=theirs)
    check = checked(a_row(branch=ours.full_name))
    assert [who["name"] for who in check.recognition.absent] == ["在册"]


def test_a_member_of_another_branch_waits_for_a_decision(ours, theirs):
    member = make_member("李远", organization=theirs, born=date(1985, 7, 1))
    row = a_row("李远", member.id_number, ours.full_name)
    assert codes(checked(row)) == [["C21"]]
    kept(row, decisions={("党员", 2): "transfer"})
    now = Affiliation.objects.in_force(TODAY).get(member=member)
    assert (now.organization, now.in_reason) == (ours, "transferred")
    movement = Movement.objects.get(kind="transfer_within")
    assert (movement.from_organization, movement.to_organization) == (theirs, ours)


def test_a_member_of_another_branch_may_take_part_instead(ours, theirs):
    member = make_member("李远", organization=theirs, born=date(1985, 7, 1))
    row = a_row("李远", member.id_number, ours.full_name)
    check = kept(row, decisions={("党员", 2): "participate"})
    assert check.records[0].verdict == "changed"
    assert Affiliation.objects.in_force(TODAY).get(member=member).organization == theirs
    assert Participation.objects.get(member=member).organization == ours
