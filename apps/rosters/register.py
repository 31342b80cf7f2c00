"""登记簿 — what a check asks of the register, and nothing more: this app knows no member and no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, runtime_checkable

from apps.core.judgement import Issue, error
from apps.rosters.rows import Row

# One sentence for everything outside the uploader's remit, whatever stands there (security.md).
OUT_OF_REMIT = error("OUT_OF_REMIT", "该身份证号暂不能登记，请联系组织部", field="id_number")


class Known(NamedTuple):
    """已登记 — the record a row is about, with its present values under the roster's field names.

    Only fields in `values` are compared; dates carry `<field>_precision` beside them, as rows do.
    """

    record: Any
    values: Mapping[str, Any]


@dataclass(slots=True)
class Recognition:
    """比对结果 — everything the register has to say about one file; rows are named by their place in it."""

    known: dict[int, Known] = field(default_factory=dict)
    issues: dict[int, list[Issue]] = field(default_factory=dict)
    absent: list[Mapping[str, Any]] = field(default_factory=list)
    """库有表无: records of the branches in the file that no row is about."""
    missing: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    """Field → name nobody has registered → rows that use it: to be matched or created on confirmation."""

    def say(self, place: int, issue: Issue) -> None:
        self.issues.setdefault(place, []).append(issue)

    def add(self, batch: "Recognition") -> None:
        """What lasts of a further batch of rows; what was said of single rows stands on them."""
        self.absent = [*self.absent, *batch.absent]
        for field_name, names in batch.missing.items():
            kept = self.missing.setdefault(field_name, {})
            for name, places in names.items():
                kept.setdefault(name, []).extend(places)


class Register(Protocol):
    """登记簿"""

    def recognise(self, rows: Sequence[Row]) -> Recognition:
        """Asked once per file, with every row that is a record; answers with a few set-based queries.

        It may put a name in `row.values` into its registered spelling (a branch found by its alias), so that
        equal things compare equal. It says C18, C19, C21 and the register's side of C02, C03 and C22, and
        `OUT_OF_REMIT` where the uploader may not see what was found.
        """


@runtime_checkable
class RehearsingRegister(Register, Protocol):
    """登记簿，先试写 — one whose rows stand upon one another, and are known best by writing them."""

    def rehearse(self, rows: Sequence[Row]) -> Iterable[tuple[int, Issue]]:
        """After the verdicts: what keeping would refuse, found by writing.

        That is taken back, unless the file is being kept (``Situation.is_kept``): then it stays.
        """


@runtime_checkable
class BatchedRegister(Register, Protocol):
    """分批的登记簿 — one that is asked about some rows at a time, so that a large file need not lie open."""

    rows_at_once: int

    def note(self, rows: Sequence[Row]) -> None:
        """First, batch by batch: what rows name, before any is judged. It may fill in what a row leaves out,
        and leave its own mark on the row."""

    def settle(self) -> None:
        """Then once: find out what all these names mean. After it ``recognise`` is asked batch by batch."""

    def conclude(self, rows: Sequence[Row]) -> None:
        """After a batch has its verdicts."""

    def absent(self) -> list[Mapping[str, Any]]:
        """At the end: 库有表无."""

    def as_json(self) -> dict[str, Any]:
        """What was found out about the file as a whole, in plain JSON, for keeping it at another time."""

    def recall(self, stored: Mapping[str, Any]) -> None:
        """In place of noting and settling: what ``as_json`` said."""


class EmptyRegister:
    """空登记簿 — nobody is registered and every name may be created: for a first look at a file."""

    def recognise(self, rows: Sequence[Row]) -> Recognition:
        return Recognition()
