"""A check kept sealed: read again as it was, trusted only while nobody has written, made batch by batch."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.clusters.models import Enterprise
from apps.core import clock
from apps.core.history import version
from apps.core.judgement import Issue, Level
from apps.core.remit import Remit
from apps.members.importing.desk import MemberDesk
from apps.members.models import Affiliation, Member
from apps.rosters import jobs, storing, workflow
from apps.rosters.models import Checked, CheckedPiece, Job
from apps.rosters.packing import pack, unpack
from apps.rosters.progress import Progress
from apps.rosters.registry import kind_of
from apps.rosters.report import layouts
from apps.rosters.rows import Row, Verdict
from apps.rosters.situation import Plan
from tests.factories import a_credit_code, an_id_number, make_enterprise, make_member
from tests.rosters.samples import FOLDER
from tests.rosters.test_keeping import row
from tests.rosters.test_remit import a_sheet, kept

EVERYTHING = Remit.everything()
CELLS = st.none() | st.booleans() | st.integers(-(10**24), 10**24) | st.text(max_size=4) | st.dates()
CELLS |= st.decimals(allow_nan=False, allow_infinity=False, places=2) | st.tuples(st.text(max_size=3))
NAMES = st.sampled_from(["name", "joined_on", "remark", "units"])


def issues():
    return st.builds(Issue, st.sampled_from(["C01", "C22"]), st.sampled_from(Level), st.text(max_size=5))


@given(
    st.lists(
        st.builds(
            Row,
            sheet=st.none() | st.just("党员"),
            number=st.integers(1, 99),
            values=st.dictionaries(NAMES, CELLS),
            asides=st.dictionaries(NAMES, CELLS),
            issues=st.lists(issues(), max_size=2),
            letters=st.just({}),
            notes=st.just({}),
            hidden=st.booleans(),
            why=st.sampled_from(["", "分段"]),
            known=st.none() | st.integers(1, 9),
            mark=st.none() | st.integers(0, 9),
            changes=st.dictionaries(NAMES, st.tuples(CELLS, CELLS), max_size=2),
            verdict=st.sampled_from(Verdict),
        ),
        max_size=5,
    )
)
def test_packed_rows_come_out_as_they_went_in(rows):
    assert unpack(pack(rows), {}) == rows


@pytest.fixture
def many():
    """Five people of two branches, one twice; the file is received and waits."""
    people = [
        row(
            number=an_id_number(date(1980 + n, 7, 1)),
            name=f"张{'甲乙丙丁戊'[n]}",
            branch=f"中共第{n % 2}有限公司支部委员会",
        )
        for n in range(5)
    ]
    return handed_in(*people, people[0])


def handed_in(*rows):
    plan = Plan(create_missing=True)
    return workflow.receive(data=a_sheet(*rows), name="名册.xlsx", kind=kind_of("member"), plan=plan, by=None)


def checked(upload):
    workflow.check_and_store(upload, remit=EVERYTHING, by=None, progress=Progress())


def said(check):
    return [(r.place, r.verdict, r.values, r.issues, r.changes, r.known, r.letters) for r in check.rows]


@pytest.fixture
def two_at_a_time(monkeypatch):
    monkeypatch.setattr(MemberDesk, "rows_at_once", 2)


@pytest.mark.django_db
def test_a_check_read_again_says_what_it_said(many, two_at_a_time):
    fresh, _ = workflow.judge_anew(many, EVERYTHING)
    checked(many)
    again, _ = workflow.recheck(many, remit=EVERYTHING)
    assert CheckedPiece.objects.count() == 3
    assert said(again) == said(fresh)
    assert (again.counts, again.recognition.missing) == (fresh.counts, fresh.recognition.missing)
    assert layouts(again) == layouts(fresh)


@pytest.mark.django_db
def test_a_check_replaced_before_it_is_opened_is_judged_again(many, monkeypatch):
    checked(many)
    replaced = Checked.objects.get()
    checked(many)
    monkeypatch.setattr(storing, "stored", lambda *basis: replaced)
    assert said(workflow.recheck(many, remit=EVERYTHING)[0]) == said(workflow.judge_anew(many, EVERYTHING)[0])
    assert workflow.keep(many, remit=EVERYTHING, by=None).counts["new"] == 5


@pytest.mark.django_db
def test_in_batches_a_file_is_judged_as_in_one(monkeypatch):
    data = (FOLDER / "05_city.xlsx").read_bytes()
    kind, plan = kind_of("member"), Plan(create_missing=True)

    def judged():
        return workflow.check(data, "a.xlsx", kind, plan, remit=EVERYTHING)[0]

    whole = judged()
    monkeypatch.setattr(MemberDesk, "rows_at_once", 7)
    parts = judged()
    assert said(parts) == said(whole)
    assert parts.counts == whole.counts


@pytest.mark.django_db
def test_in_batches_a_file_is_kept_as_in_one(many, two_at_a_time):
    workflow.decide(many, {("党员", 7): "accept"}, by=None)
    found = workflow.keep(many, remit=EVERYTHING, by=None)
    assert found.counts["new"] == 6
    assert Member.objects.count() == 5
    assert set(Affiliation.objects.values_list("in_reason", flat=True)) == {"opening"}


@pytest.mark.django_db
def test_what_was_checked_is_kept_without_judging_again(many, monkeypatch):
    checked(many)
    monkeypatch.setattr(workflow, "judge_anew", None)
    found = workflow.keep(many, remit=EVERYTHING, by=None)
    assert (found.counts["new"], Member.objects.count()) == (5, 5)


@pytest.mark.django_db
def test_what_was_checked_all_at_once_is_judged_again_as_it_was_shown():
    """A row that is left out still says whose credit code a name has, as it did at the check."""
    code = a_credit_code(4242)
    make_enterprise("乙有限公司", uscc=code)
    rows = (("甲有限公司", code, "99999999999x", ""), ("甲有限公司", "", "", "有备注"))
    data = a_sheet(*rows, headings=("企业名称", "统一社会信用代码", "联系电话", "备注"))
    plan = Plan(decisions={("党员", 2): "skip"})
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind_of("enterprise"), plan=plan, by=None)
    checked(upload)
    shown = [row.verdict for row in workflow.recheck(upload, remit=EVERYTHING)[0].rows]
    found = workflow.keep(upload, remit=EVERYTHING, by=None)
    assert [row.verdict for row in found.rows] == shown == ["skipped", "refused"]
    assert Enterprise.objects.count() == 1


@pytest.mark.django_db
def test_once_somebody_has_written_the_file_is_judged_again(many):
    checked(many)
    make_member("别人", id_number=an_id_number(date(1980, 7, 1)))
    assert workflow._as_checked(many, EVERYTHING, None) is None


@pytest.mark.django_db
def test_another_remit_or_decision_is_another_check(many):
    checked(many)
    assert not storing.is_checked(many, remit=Remit())
    workflow.decide(many, {("党员", 7): "skip"}, by=None)
    many.refresh_from_db()
    assert not storing.is_checked(many, remit=EVERYTHING)


@pytest.mark.django_db
def test_a_changed_row_is_kept_from_a_stored_check():
    number = an_id_number(date(1985, 7, 1))
    kept(row(number=number, mobile="19900000001"), create_missing=True)
    upload = handed_in(row(number=number, mobile="19900000002"))
    checked(upload)
    workflow.keep(upload, remit=EVERYTHING, by=None)
    assert Member.objects.get().mobile == "19900000002"


@pytest.mark.django_db
def test_a_file_without_a_heading_is_refused_until_it_is_laid_out_otherwise():
    data = a_sheet(headings=("甲", "乙", "丙"))
    upload = workflow.receive(data=data, name="表.xlsx", kind=kind_of("member"), plan=Plan(), by=None)
    checked(upload)
    assert workflow.recheck(upload, remit=EVERYTHING)[0].refused.code == "no_header"
    assert upload.is_waiting


@pytest.mark.django_db
def test_numbers_of_persons_are_not_stored_in_the_clear(many):
    checked(many)
    sealed = b"".join(
        CheckedPiece._meta.get_field("content").value_from_object(p) for p in CheckedPiece.objects.all()
    )
    assert b"329999" not in sealed


@pytest.mark.django_db
def test_a_small_file_is_checked_at_once_and_again_when_somebody_has_written(many):
    assert jobs.checking(many, by=None).state == Job.State.DONE
    assert jobs.checking(many, by=None) is None
    make_member()
    assert jobs.checking(many, by=None).state == Job.State.DONE


@pytest.mark.django_db
def test_a_large_file_has_to_be_waited_for(many, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE_BYTES", 0)
    job = jobs.checking(many, by=None)
    assert (job.task, job.state) == (Job.Task.CHECK, Job.State.WAITING)
    jobs.perform(job)
    assert jobs.checking(many, by=None) is None


@pytest.fixture
def large(many, monkeypatch):
    """Checked; and then somebody has written."""
    monkeypatch.setattr(jobs, "AT_ONCE_BYTES", 0)
    jobs.perform(jobs.checking(many, by=None))
    make_member()
    return many


def older(minutes):
    Checked.objects.update(checked_at=clock.now() - timedelta(minutes=minutes))


@pytest.mark.django_db
def test_the_check_of_a_large_file_is_shown_a_while_although_somebody_has_written(large):
    older(14)
    assert jobs.checking(large, by=None) is None


@pytest.mark.django_db
def test_after_that_while_a_large_file_is_checked_again(large):
    older(16)
    assert jobs.checking(large, by=None).state == Job.State.WAITING


@pytest.mark.django_db
def test_what_is_answered_to_an_old_check_of_a_large_file_is_taken(large):
    older(16)
    assert jobs.checking(large, by=None, is_answer=True) is None


@pytest.mark.django_db
def test_an_old_check_is_good_as_long_as_nobody_has_written(many, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE_BYTES", 0)
    jobs.perform(jobs.checking(many, by=None))
    older(16)
    assert jobs.checking(many, by=None) is None


@pytest.mark.django_db
def test_the_version_moves_with_every_write_to_the_register():
    before = version()
    assert version() == before
    make_member()
    assert version() > before


def test_amounts_and_days_keep_their_kind():
    values = {"units": ("甲", "乙"), "amount": Decimal("1.50"), "day": date(2026, 1, 1)}
    (again,) = unpack(pack([Row(None, 1, dict(values))]), {})
    assert again.values == values


def test_what_results_follow_from_has_a_form():
    assert storing.FORM == 2
