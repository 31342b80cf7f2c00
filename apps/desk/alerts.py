"""预警清单 — every kind with its count; rows of one kind with the reason, whose it is and what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from apps.chains.alerts.alert import Alert, Level
from apps.chains.alerts.finding import Finding, counted, told
from apps.chains.alerts.kinds import ALERTS, remits_for
from apps.chains.indicator import Chain
from apps.chains.measuring import steady_plans
from apps.chains.views import BoardPage
from apps.core import clock, people
from apps.core.addressing import PAGE, page_size
from apps.core.exports import said
from apps.core.formatting import NONE
from apps.core.links import address
from apps.core.listing import KeysFirst
from apps.core.remit import Remit
from apps.core.tables import Cell, Heading, table
from apps.core.taking_out import Table, TakingOut
from apps.members.models import Movement

RAISED, CLEARED = "raised", "cleared"
CLEAR = "chains.add_clearance"
EXPORT = "chains.export_reading"
EXPORTED = ("类别", "级别", "对象", "情况", "自", "责任党组织", "建议", "结论", "说明", "有效期至")


@dataclass(frozen=True)
class Tile:
    """One kind on the page: its count, and where its rows are."""

    alert: Alert
    count: int
    href: str
    is_here: bool


class Alerts(BoardPage):
    """预警清单"""

    template_name = "desk/alerts.html"
    request: Any

    @cached_property
    def remits(self) -> dict[Alert, Remit]:
        """Kinds open to the reader."""
        return remits_for(self.request.user.remit_for)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        self.today = clock.today()
        counts = counted(self.remits, self.framed.scope, self.today)
        chosen = self.chosen(counts)
        levels = {level: sum(n for alert, n in counts.items() if alert.level is level) for level in Level}
        return (
            context
            | {
                "total": sum(counts.values()),
                "levels": list(levels.items()),
                "groups": self.groups(counts, chosen),
            }
            | {"may_export": self.request.user.has_perm(EXPORT), "export_asks": self.asks(chosen)}
            | (self.listed(chosen, counts[chosen]) if chosen else {})
        )

    def asks(self, chosen: Alert | None) -> bool:
        """Whether the file of the kind shown would speak of people."""
        return chosen is None or bool(people.links(chosen.subject.model))

    def chosen(self, counts: dict[Alert, int]) -> Alert | None:
        """The kind the address names, if it is open; else the first grave one that has rows."""
        named = ALERTS.get(self.request.GET.get("kind", ""))
        if named in counts:
            return named
        grave = sorted(counts, key=lambda alert: (not counts[alert], alert.level is not Level.RED))
        return next(iter(grave), None)

    def groups(self, counts: dict[Alert, int], chosen: Alert | None) -> list[tuple[Chain, int, list[Tile]]]:
        """Kinds chain by chain."""
        tiles = [Tile(alert, count, self.to(alert), alert is chosen) for alert, count in counts.items()]
        by_chain = [(one, [tile for tile in tiles if tile.alert.chain is one]) for one in Chain]
        return [(one, sum(tile.count for tile in own), own) for one, own in by_chain if own]

    def to(self, alert: Alert, state: str = RAISED) -> str:
        """Where rows of a kind are listed."""
        more = {"kind": alert.code} | ({"state": state} if state == CLEARED else {})
        return f"{reverse('desk:alerts')}?scope={self.framed.scope.address}" + "".join(
            f"&{name}={value}" for name, value in more.items()
        )

    def listed(self, alert: Alert, raised: int) -> dict[str, Any]:
        """One kind's rows, raised or looked into."""
        state = CLEARED if self.request.GET.get("state") == CLEARED else RAISED
        remit, scope = self.remits[alert], self.framed.scope
        cleared = counted({alert: remit}, scope, self.today, cleared=True)[alert]
        pages = KeysFirst(self.rows(alert, state), page_size(self.request.GET), with_names)
        with steady_plans():
            page = pages.get_page(self.request.GET.get(PAGE))
            found = told(alert, list(page.object_list), self.today)
        show = shown_cleared if state == CLEARED else shown_raised
        return {
            "alert": alert,
            "page_obj": page,
            "table": show(found, may_clear=self.request.user.has_perm(CLEAR)),
            "state": state,
            "tabs": [
                (RAISED, "待处理", raised, self.to(alert)),
                (CLEARED, "已核实、不适用", cleared, self.to(alert, CLEARED)),
            ],
        }

    def rows(self, alert: Alert, state: str) -> QuerySet:
        """Rows of one kind, the oldest first."""
        chosen = alert.cleared if state == CLEARED else alert.raised
        return alert.oldest_first(chosen(self.framed.scope, self.remits[alert], self.today), self.today)


class AlertsExport(TakingOut, Alerts):
    """预警清单的导出 — the kind shown, or all of them; rows of registers the reader may take away."""

    permission_required = ("chains.view_reading", EXPORT)

    @cached_property
    def remits(self) -> dict[Alert, Remit]:
        return {
            alert: remit
            for alert in ALERTS.values()
            if (remit := self.request.user.remit_for("chains.view_reading", EXPORT, alert.view, alert.export))
        }

    def file_title(self) -> str:
        named = ALERTS.get(self.request.GET.get("kind", ""))
        return f"预警清单{named.name if named else ''}"

    def asked(self) -> list[Alert]:
        """The kind the address names, or all."""
        named = ALERTS.get(self.request.GET.get("kind", ""))
        return [alert for alert in self.remits if named in (None, alert)]

    def speaks_of_people(self) -> bool:
        return bool(self.of_people())

    def of_people(self) -> list[Alert]:
        """Those whose rows name somebody."""
        return [alert for alert in self.asked() if people.links(alert.subject.model)]

    def proving(self) -> tuple[str, ...]:
        """Also the rights to the registers of people that are taken out."""
        registers = sorted({right for alert in self.of_people() for right in (alert.view, alert.export)})
        return (*self.permission_required, *registers)

    def table(self) -> Table:
        self.framed, self.today = self.frame(), clock.today()
        state = CLEARED if self.request.GET.get("state") == CLEARED else RAISED
        named: set[int] = set()
        lines: list[Any] = []
        for alert in self.asked():
            rows = self.exported(alert, state)
            named |= people.keys(rows, people.links(alert.subject.model))
            lines += self.lines(alert, rows)
        return Table(self.file_title(), EXPORTED, lines, named)

    def exported(self, alert: Alert, state: str) -> list[Model]:
        """Rows of one kind."""
        with steady_plans():
            return list(with_names(self.rows(alert, state)))

    def lines(self, alert: Alert, rows: list[Model]) -> Iterator[list[Any]]:
        """One line a row."""
        with steady_plans():
            found = told(alert, rows, self.today)
        for one in found:
            clearance = one.clearance
            looked_into = (
                (clearance.get_verdict_display(), clearance.note, clearance.ends_on)
                if clearance
                else ("",) * 3
            )
            line = (alert.name, alert.level.label, str(one.row), one.reason.text, one.reason.since, one.owner)
            yield [said(value) for value in (*line, alert.action, *looked_into)]


def with_names(rows: QuerySet) -> QuerySet:
    """Rows with what their names are made of."""
    return rows.select_related()


def thing(row: Model) -> Any:
    """What the page is about that a row leads to: a letter leads to its person."""
    return row.member if isinstance(row, Movement) else row


def shown_raised(found: Sequence[Finding], *, may_clear: bool) -> Any:
    """Rows to be dealt with."""
    headings = [
        Heading(label) for label in ("对象", "情况", "自", "责任党组织", *(("核实",) if may_clear else ()))
    ]
    return table(headings, [[*told_of(one), *to_clear(one, "核实", may_clear)] for one in found], kind="pin")


def shown_cleared(found: Sequence[Finding], *, may_clear: bool) -> Any:
    """Rows that somebody looked into."""
    labels = (
        "对象",
        "情况",
        "自",
        "责任党组织",
        "结论",
        "说明",
        "有效期至",
        *(("核实",) if may_clear else ()),
    )
    rows = [
        [
            *told_of(one),
            c.get_verdict_display(),
            Cell(c.note, tone="wrap"),
            c.ends_on,
            *to_clear(one, "变更", may_clear),
        ]
        for one in found
        if (c := one.clearance)
    ]
    return table([Heading(label) for label in labels], rows, kind="pin")


def told_of(one: Finding) -> list[Cell]:
    """What is said of a row either way."""
    return [
        Cell(str(one.row), address(thing(one.row))),
        Cell(one.reason.text, tone=f"wrap {one.alert.level.tone}"),
        Cell(one.reason.since or NONE),
        Cell(one.owner, tone="wrap"),
    ]


def to_clear(one: Finding, label: str, may_clear: bool) -> list[Cell]:
    """The way to the form, for those who may."""
    return [Cell(label, reverse("desk:clear_alert", args=[one.alert.code, one.row.pk]))] if may_clear else []
