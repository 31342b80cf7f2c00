"""Proofs over generated workbooks, for every roster: what is shown is what happens, and goes back."""

import os
from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core import clock
from apps.core.remit import Remit
from apps.rosters import undoing, workflow
from apps.rosters.models import Upload
from apps.rosters.progress import Progress
from apps.rosters.registry import kind_of, kinds
from apps.rosters.rows import Verdict
from apps.rosters.situation import Plan
from tests.dumps import contents, dump, taken_back
from tests.factories import (
    make_body,
    make_cluster,
    make_enterprise,
    make_institution,
    make_member,
    make_organization,
    make_place,
)
from tests.rosters.generated import (
    BRANCHES,
    CLUSTER,
    CODES,
    COMMITTEES,
    FIRMS,
    NUMBERS,
    PLACE,
    rows,
    told_apart,
    workbook,
)

pytestmark = pytest.mark.django_db
TODAY = clock.today()
EVERYTHING = Remit.everything()
# The day of a roster: most lie after all that is registered, some before or between.
DAYS = st.sampled_from([None, date(2026, 3, 1), date(2022, 6, 1), date(2005, 1, 1)])
PLANS = st.builds(
    Plan,
    create_missing=st.just(True),
    place=st.just(PLACE),
    cluster=st.sampled_from(["", CLUSTER]),
    as_of=DAYS,
)
# A handful in every run; `make test-long` draws many more.
EXAMPLES = int(os.environ.get("CLUSTERREG_EXAMPLES", "1"))
ROSTERS = [kind.code for kind in kinds()]
each_roster = pytest.mark.parametrize("code", ROSTERS)
some = settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(autouse=True)
def world():
    """Something registered already, that rows may meet."""
    cluster = make_cluster(CLUSTER, place=make_place(PLACE))
    make_body(cluster)
    firm = make_enterprise(FIRMS[0], cluster=cluster, uscc=CODES[0])
    above = make_organization(COMMITTEES[0], type_code="611")
    branch = make_organization(BRANCHES[0], cluster=cluster, units=(firm,), parent=above)
    make_organization(COMMITTEES[1], type_code="611", parent=above, on=date(2024, 1, 1))
    make_member("张测", organization=branch, enterprise=firm, id_number=NUMBERS[0])
    make_institution("示例大学")


def kept(code, data, plan, *, is_stored=False):
    """The upload, and the check it was kept by: one that was stored before, or made for it."""
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind_of(code), plan=plan, by=None)
    if is_stored:
        workflow.check_and_store(upload, remit=EVERYTHING, by=None, progress=Progress())
    found = workflow.keep(upload, remit=EVERYTHING, by=None, today=TODAY)
    return Upload.objects.get(pk=upload.pk), found


def judged(found):
    """Everything a clerk is shown about a file."""
    return [
        (
            row.sheet,
            row.number,
            row.verdict,
            row.changes,
            sorted((i.code, i.field, i.message) for i in row.issues),
        )
        for row in found.rows
    ]


@each_roster
@some
@given(data=st.data())
def test_the_dry_run_is_the_real_run_and_twice_is_once(code, data):
    kind = kind_of(code)
    file, plan = workbook(kind.roster, data.draw(rows(kind.roster))), data.draw(PLANS)
    with taken_back():
        before = dump()
        shown, _ = workflow.check(file, "名册.xlsx", kind, plan, remit=EVERYTHING, today=TODAY)
        foreseen, counts = judged(shown), shown.counts
        assert dump() == before
        upload, found = kept(code, file, plan, is_stored=data.draw(st.booleans()))
        assert (judged(found), upload.counts) == (foreseen, counts)
        once = dump()
        _, again = kept(code, file, plan)
        assert dump() == once
        written = counts["new"] + counts["changed"] + counts["unchanged"]
        assert [again.counts[verdict] for verdict in ("new", "changed", "unchanged")] == [0, 0, written]


@each_roster
@some
@given(data=st.data())
def test_undo_is_before_and_redo_is_after(code, data):
    kind = kind_of(code)
    first, second = (workbook(kind.roster, data.draw(rows(kind.roster))) for _ in range(2))
    with taken_back():
        kept(code, first, data.draw(PLANS))
        before = dump()
        upload, _ = kept(code, second, data.draw(PLANS))
        after = dump()
        if before == after:
            assert not undoing.look(upload, remit=EVERYTHING).counts
            return
        undone = undoing.undo(upload, remit=EVERYTHING, by=None, why="证明")
        assert (undone.kept, dump()) == ([], before)
        undoing.redo(undone, remit=EVERYTHING, by=None, why="证明")
        assert dump() == after


@each_roster
@some
@given(data=st.data())
def test_the_order_of_the_rows_is_irrelevant(code, data):
    kind = kind_of(code)
    records, plan = data.draw(told_apart(kind.roster)), data.draw(PLANS)
    files = [workbook(kind.roster, each) for each in (records, data.draw(st.permutations(records)))]
    said = []
    for file in files:
        with taken_back():
            _, found = kept(code, file, plan)
            said.append((contents(), Counter(row.verdict for row in found.records)))
    assert said[0] == said[1]


@each_roster
@some
@given(data=st.data())
def test_every_filled_row_has_exactly_one_verdict(code, data):
    kind = kind_of(code)
    title = data.draw(st.sampled_from(["", f"{kind.title}（2026年）"]))
    file = workbook(kind.roster, data.draw(rows(kind.roster)), title)
    with taken_back():
        found, _ = workflow.check(file, "名册.xlsx", kind, data.draw(PLANS), remit=EVERYTHING, today=TODAY)
        (sheet,) = (one for one in found.sheets if one.heading)
        filled = [
            n for n, cells in enumerate(sheet.sheet.rows, 1) if any(cell not in (None, "") for cell in cells)
        ]
        above = [row + 1 for row, _ in sheet.above]
        numbers = [row.number for row in found.rows]
        assert sorted(numbers) == filled or sorted(numbers + above) == filled
        verdicts = Counter(row.verdict for row in found.rows)
        assert verdicts == {v: found.counts[v] for v in Verdict if found.counts.get(v)}
