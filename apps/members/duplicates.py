"""重复 — people who may stand in one file twice: C02, C03 and C22 of domain.md §4.9 among its own rows."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from apps.core.judgement import Issue, error, warning
from apps.rosters.rows import Row


class Seen(NamedTuple):
    """What is remembered of a row."""

    sheet: str | None
    row: int
    name: str
    number: str | None

    @property
    def place(self) -> str:
        """第5行"""
        return Row(self.sheet, self.row).place


class Sharing:
    """同有 — who has what, in the order of the file; few share anything, so the lone ones cost little."""

    def __init__(self) -> None:
        self._first: dict[str, Seen] = {}
        self._all: dict[str, list[Seen]] = {}

    def note(self, key: str, seen: Seen) -> None:
        """One more who has it."""
        first = self._first.setdefault(key, seen)
        if first is not seen:
            self._all.setdefault(key, [first]).append(seen)

    def first(self, key: str) -> Seen:
        """The first who has it."""
        return self._first[key]

    def all(self, key: str) -> Sequence[Seen]:
        """All who have it; nobody where only one has."""
        return self._all.get(key, ())

    @property
    def shared(self) -> frozenset[str]:
        """What more than one has."""
        return frozenset(self._all)


class Repetitions:
    """重复 — noted batch by batch; then every row is told which other it may repeat."""

    def __init__(self) -> None:
        self.numbers, self.namesakes, self.phones = Sharing(), Sharing(), Sharing()

    def note(self, rows: Sequence[Row]) -> None:
        """Remember who they are."""
        for row in rows:
            values = row.values
            number, name = values.get("id_number"), values.get("name")
            seen = Seen(row.sheet, row.number, name or "", number)
            if number and not _is_wrong(row):
                self.numbers.note(number, seen)
            if number and name and len(number) == 18:
                self.namesakes.note(name + number[6:14], seen)
            if values.get("mobile"):
                self.phones.note(values["mobile"], seen)

    def judge(self, rows: Sequence[Row]) -> None:
        """Tell every row."""
        for row in rows:
            row.say(*self._repeated_number(row), *self._namesake(row), *self._shared_phone(row))

    def _repeated_number(self, row: Row) -> Iterator[Issue]:
        """C02 within the file: the first stands, every later one waits for a decision."""
        number = row.values.get("id_number")
        if number and self.numbers.all(number) and not _is_wrong(row):
            before = self.numbers.first(number)
            if not _is(before, row):
                message = f"身份证号重复：与{before.place}“{before.name}”相同"
                yield error("C02", message, field="id_number")

    def _namesake(self, row: Row) -> Iterator[Issue]:
        """C03: one name, one birth date, two ID numbers."""
        number, name = row.values.get("id_number"), row.values.get("name")
        if not number or not name or len(number) != 18:
            return
        alike = self.namesakes.all(name + number[6:14])
        people: dict[str | None, Seen] = {}
        for seen in alike:
            people.setdefault(seen.number, seen)
        if len(people) > 1 and _is(people[number], row):
            other = next(seen for seen in people.values() if not _is(seen, row))
            yield warning("C03", f"疑似同一人，请确认：与{other.place}姓名、出生日期相同", field="id_number")

    def _shared_phone(self, row: Row) -> Iterator[Issue]:
        """C22: a phone two people give is somebody's mistake."""
        sharing = self.phones.all(row.values.get("mobile") or "")
        if len({seen.number for seen in sharing}) > 1:
            other = next(seen for seen in sharing if not _is(seen, row))
            yield warning("C22", f"手机号与他人重复：{other.place}", detail="PHONE_SHARED", field="mobile")


def _is(seen: Seen, row: Row) -> bool:
    return (seen.sheet, seen.row) == (row.sheet, row.number)


def _is_wrong(row: Row) -> bool:
    return any(issue.code == "C01" for issue in row.issues)
