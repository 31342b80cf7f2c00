"""断点 — an act cut at any statement has not happened; done once more, it has."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from apps.chains import workflow as periods
from apps.clusters.models import Place
from apps.clusters.workflow import plant
from apps.core import merging
from apps.core.period import Period
from apps.core.remit import Remit
from apps.members import developing, growing
from apps.members import workflow as members
from apps.organizations import tree
from apps.organizations.workflow import merge
from apps.rosters import undoing
from apps.rosters import workflow as rosters
from apps.rosters.registry import kind_of
from apps.rosters.situation import Plan
from apps.services.workflow import catalogues, orders
from tests.factories import make_member, make_organization
from tests.factories_services import make_order
from tests.loss.replay import GATE, Replay
from tests.members.test_growing import award_on_notice
from tests.rosters.test_remit import TODAY, a_sheet
from tests.rosters.test_undoing import row
from tests.shares import LONG
from tests.world import Rows, make_neighbourhood

EVERYTHING = Remit.everything()
Act = Callable[[], Any]


def acts(ours: Rows) -> Iterator[tuple[str, Act]]:
    """What writes more than once; each as it is called, one after the other."""
    said: dict[str, Any] = {"on": TODAY, "by": None, "why": "试"}
    rows: dict[str, Any] = ours
    member, branch = rows["members.member"], rows["organizations.partyorganization"]
    yield from imported()
    superior = make_organization("中共甲镇委员会", type_code="611")
    yield "调整隶属", lambda: tree.place(branch, superior, **said)
    other = make_organization("中共甲第二支部委员会", cluster=rows["clusters.cluster"])
    yield "转接", lambda: members.transfer_within(member, to=other, **said)
    twin = make_organization("中共甲支部（重复）")
    pair = merging.propose(other, twin, why="重复", by=None)
    yield "合并", lambda: merge(pair, by=None)
    applicant = make_member("乙", organization=branch, stage="入党申请人")
    yield "发展档案", lambda: developing.open_file(applicant, organization=branch, on=TODAY, by=None)
    yield (
        "新建区域",
        lambda: plant(Place(name="甲村", parent=rows["clusters.place"], kind="village"), by=None),
    )
    order = make_order(rows["clusters.enterprise"])
    yield "派单", lambda: orders.dispatch(order, to=rows["clusters.department"], by=None)
    catalogue = rows["services.servicecatalogue"]
    yield "清单新版", lambda: catalogues.draft_next(catalogue, edition="2.0", by=None)
    submitted = catalogues.submit(catalogue, by=None)
    yield "清单发布", lambda: catalogues.publish(submitted, by=None)
    award = award_on_notice(make_member("丙", organization=branch))
    yield "评选命名", lambda: growing.name_laureates(award, on=TODAY, by=None)
    quarter = Period.quarter(2026, 3)
    yield "定格", lambda: periods.close(quarter, by=None)
    closed = periods.close(quarter, by=None).period
    yield "重开", lambda: periods.reopen(closed, by=None, why="有误")


def imported() -> Iterator[tuple[str, Act]]:
    """名册入库、撤销、恢复"""
    plan = Plan(create_missing=True)
    said: dict[str, Any] = {"remit": EVERYTHING, "by": None}
    data = a_sheet(row(0, unit="甲有限公司"), row(1), row(2))
    upload = rosters.receive(data=data, name="名册.xlsx", kind=kind_of("member"), plan=plan, by=None)
    yield "入库", lambda: rosters.keep(upload, today=TODAY, **said)
    rosters.keep(upload, today=TODAY, **said)
    yield "撤销", lambda: undoing.undo(upload, why="传错了", **said)
    undone = undoing.undo(upload, why="传错了", **said)
    yield "恢复", lambda: undoing.redo(undone, why="没有错", **said)


@pytest.mark.gate(GATE)
@pytest.mark.django_db
@pytest.mark.usefixtures("few_figures")
def test_an_act_cut_at_any_statement_has_not_happened(cases):
    replay, called = Replay(most=None if LONG else 2), []
    for name, act in acts(make_neighbourhood("甲")):
        replay.take_apart(name, act)
        called.append(name)
    cases(replay.points.total())
    assert (replay.faults, list(replay.performed)) == ([], called)
