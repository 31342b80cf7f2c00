"""入库 — the good rows of a member roster, written set by set; the caller holds the transaction."""

from collections.abc import Sequence

from apps.members.importing.founding import Founding, groups_of
from apps.members.importing.persons import amend_known, insert_newcomers, persons_of
from apps.members.importing.relating import Relating, written
from apps.members.importing.sighting import Sighting
from apps.members.importing.standings import open_standings, retell_standings
from apps.members.models import Affiliation, Employment, Participation, Seat
from apps.rosters.registry import Kept
from apps.rosters.rows import Verdict

WORDS = (
    (Affiliation, "组织关系"),
    (Participation, "参与管理"),
    (Employment, "工作单位"),
    (Seat, "党内职务"),
)


def keep(good: Sequence[Sighting], founding: Founding) -> Kept:
    """Found what is new, then write people, standings and ties; rows without a change write nothing."""
    to_write = [seen for seen in good if seen.row.verdict in (Verdict.NEW, Verdict.CHANGED)]
    founding.found(groups_of(to_write))
    persons = persons_of(to_write)
    newcomers = [person for person in persons if person.is_new]
    known = [person for person in persons if not person.is_new]
    added, amended = insert_newcomers(newcomers), amend_known(known)
    open_standings(newcomers, founding.on)
    retell_standings(known, founding.on)
    relating = Relating(founding.on)
    relating.prepare(persons)
    for person in persons:
        relating.relate(person)
    relating.write()
    counts = {"党员": added, "修改党员": amended} | written(relating, WORDS)
    return Kept(created=founding.created, written={word: count for word, count in counts.items() if count})
