"""入库 — the good rows of a member roster, written set by set; the caller holds the transaction."""

from collections.abc import Sequence

from apps.members.importing.founding import Founding, groups_of
from apps.members.importing.persons import Sealed, amend_known, insert_newcomers, persons_of
from apps.members.importing.relating import Relating
from apps.members.importing.settings import Settings
from apps.members.importing.sighting import Sighting
from apps.members.importing.standings import open_standings, retell_standings
from apps.members.models import Affiliation, Employment, Participation, Seat
from apps.rosters.registry import Kept

WORDS = (
    (Affiliation, "组织关系"),
    (Participation, "参与管理"),
    (Employment, "工作单位"),
    (Seat, "党内职务"),
)


class Keeping:
    """Founds what is new once, then writes people, standings and ties batch by batch."""

    def __init__(self, settings: Settings, founding: Founding) -> None:
        self.settings, self.founding = settings, founding
        self.relating = Relating(founding.on)
        self.added, self.amended = 0, 0

    def begin(self) -> None:
        """Before any person is written."""
        self.founding.found(groups_of(self.settings))
        branches = {one.branch.key for one in self.settings if one.is_kept and one.branch and one.branch.key}
        self.relating.prepare(branches)

    def write(self, sightings: Sequence[Sighting], sealed: Sealed) -> None:
        """Rows judged new or changed; all rows about one newcomer come together."""
        persons = persons_of(sightings, sealed)
        newcomers = [person for person in persons if person.is_new]
        known = [person for person in persons if not person.is_new]
        self.added += insert_newcomers(newcomers)
        self.amended += amend_known(known)
        open_standings(newcomers, self.founding.on)
        retell_standings(known, self.founding.on)
        self.relating.foresee(persons)
        for person in persons:
            self.relating.relate(person)
        self.relating.write()

    def kept(self) -> Kept:
        """For the receipt."""
        counts = {"党员": self.added, "修改党员": self.amended}
        counts |= {word: self.relating.written[model] for model, word in WORDS}
        return Kept(
            created=self.founding.created, written={word: count for word, count in counts.items() if count}
        )
