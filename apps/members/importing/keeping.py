"""入库 — the good rows of a member roster, written set by set; the caller holds the transaction."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Model

from apps.core import bulk
from apps.members.importing.founding import Founding, groups_of
from apps.members.importing.persons import amend_known, known_of, newcomers_of
from apps.members.importing.relating import Ground, Relating, ground_of
from apps.members.importing.settings import Settings
from apps.members.importing.sighting import Sighting
from apps.members.importing.standings import retell_standings
from apps.members.importing.ties import NOBODY, ties_of
from apps.members.models import Affiliation, Employment, Member, Participation, Seat
from apps.rosters.registry import Kept
from apps.rosters.rows import Row

WORDS = (
    (Affiliation, "组织关系"),
    (Participation, "参与管理"),
    (Employment, "工作单位"),
    (Seat, "党内职务"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows to keep: all about newcomers is ready to be written, known people are still to be looked at."""

    newcomers: Relating
    known: list[Row]
    count: int


class Keeping:
    """Founds what is new once, then writes people, standings and ties piece by piece."""

    def __init__(self, settings: Settings, founding: Founding) -> None:
        self.settings, self.founding = settings, founding
        self.ground = Ground(founding.on, {}, ())
        self.keys: Iterator[int] = iter(())
        self.written: Counter[type[Model]] = Counter()
        self.amended = 0

    def begin(self, newcomers: int) -> None:
        """Before any person is written; ``newcomers`` is how many rows may be about people nobody knew."""
        self.founding.found(groups_of(self.settings))
        branches = {one.branch.key for one in self.settings if one.is_kept and one.branch and one.branch.key}
        self.ground = ground_of(branches, self.founding.on)
        self.keys = iter(bulk.next_keys(Member, newcomers))
        bulk.check_at_once()

    def made_ready(self, rows: Sequence[Row]) -> Piece:
        """What can be done without asking the database; all rows about one newcomer come together."""
        relating = Relating(self.ground)
        seen = [Sighting(row, self.settings.of(row)) for row in rows if not row.known]
        for person in newcomers_of(seen, self.keys):
            relating.register(person)
            relating.relate(person)
        relating.prepare()
        return Piece(relating, [row for row in rows if row.known], len(rows))

    def write(self, piece: Piece) -> None:
        """Newcomers as they are ready, then what is said anew about known people."""
        self.written += piece.newcomers.write()
        if piece.known:
            self._write_known(piece.known)

    def _write_known(self, rows: Sequence[Row]) -> None:
        persons = known_of(self._seen_again(rows))
        self.amended += amend_known(persons)
        retell_standings(persons, self.founding.on)
        relating = Relating(self.ground)
        relating.foresee(persons)
        for person in persons:
            relating.relate(person)
        self.written += relating.write()

    def _seen_again(self, rows: Sequence[Row]) -> list[Sighting]:
        """As they were seen when they were judged."""
        members = Member.objects.in_bulk([row.known for row in rows])
        ties = ties_of(members, self.founding.on)
        return [
            Sighting(row, self.settings.of(row), members[row.known], ties.get(row.known, NOBODY))
            for row in rows
        ]

    def kept(self) -> Kept:
        """For the receipt."""
        counts = {"党员": self.written[Member], "修改党员": self.amended}
        counts |= {word: self.written[model] for model, word in WORDS}
        return Kept(
            created=self.founding.created, written={word: count for word, count in counts.items() if count}
        )
