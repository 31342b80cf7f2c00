"""内存登记簿 — a register kept in a dictionary, for judging rosters without a database."""

from collections.abc import Sequence

from apps.rosters.checking import Check
from apps.rosters.register import Known, Recognition
from apps.rosters.rows import Row, Verdict


class MemoryRegister:
    """Knows people by ID number; every branch and enterprise a file names may be created."""

    def __init__(self) -> None:
        self.people: dict[str, dict] = {}

    def recognise(self, rows: Sequence[Row]) -> Recognition:
        recognition = Recognition()
        numbers = {row.values.get("id_number") for row in rows}
        branches = {row.values.get("branch") for row in rows}
        for place, row in enumerate(rows):
            stored = self.people.get(row.values.get("id_number"))
            if stored:
                recognition.known[place] = Known(stored["id_number"], stored)
        recognition.absent = [
            {"name": stored["name"], "id_number": number}
            for number, stored in self.people.items()
            if stored.get("branch") in branches and number not in numbers
        ]
        return recognition

    def keep(self, check: Check) -> None:
        """Keep what a check found good; a blank cell erases nothing."""
        for row in check.records:
            if row.verdict is not Verdict.REFUSED:
                given = {name: value for name, value in row.values.items() if value is not None}
                stored = self.people.setdefault(row.values["id_number"], dict.fromkeys(row.values))
                stored.update(given)
