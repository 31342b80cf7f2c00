"""党员名册经办 — asks the register about the rows of a member roster, and keeps them when told to."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError

from apps.core.ahead import ahead
from apps.core.judgement import Issue
from apps.members.importing import faults
from apps.members.importing.facts import contradictions, stored_facts, unfit
from apps.members.importing.founding import Founding
from apps.members.importing.keeping import Keeping, Piece
from apps.members.importing.people import find_by_mark, find_by_name, find_people, namesakes, phone_sharers
from apps.members.importing.reach import Within
from apps.members.importing.settings import Settings
from apps.members.importing.sighting import Sighting
from apps.members.importing.ties import ties_of
from apps.members.models import Affiliation, Member
from apps.organizations.naming import Branches, NewClusters
from apps.rosters.checking import Check
from apps.rosters.register import OUT_OF_REMIT, Known, Recognition
from apps.rosters.registry import Kept, Suggestion
from apps.rosters.rows import Row, Verdict
from apps.rosters.situation import Situation

WRITTEN = (Verdict.NEW, Verdict.CHANGED)
# Facts the rules weigh even where a roster has no column for them.
WEIGHED = frozenset(
    {"sex", "birth_date", "education", "work_started_on", "probation_extended_months"}
    | {"applied_on", "activist_on", "candidate_on", "joined_on", "full_member_on"}
)


class MemberDesk:
    """Everything outside the uploader's remit answers with one neutral sentence."""

    rows_at_once = 5_000

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.branches = Branches(situation)
        self.clusters = NewClusters(situation)
        self.settings = Settings(situation, self.branches, self.clusters)
        self.present: set[int] = set()
        self._numbers: set[str] = set()
        self.repeated: set[str] = set()
        """ID numbers that the file has more than once: rows of one person, to be written together."""
        if situation.organization and not self.branches.directory.only(situation.organization):
            raise ValidationError(f"没有找到党组织“{situation.organization}”。")

    def note(self, rows: Sequence[Row]) -> None:
        """What rows name, each name once; which numbers come twice."""
        for row in rows:
            if not row.values.get("branch") and not row.values.get("branch_code"):
                row.values["branch"] = self._default_branch or None
            self.settings.note(row)
            number = row.values.get("id_number")
            if number:
                (self.repeated if number in self._numbers else self._numbers).add(number)

    def settle(self) -> None:
        """Every name settled; what would be founded out of sight is taken back."""
        self.settings.settle()
        Within(self.situation, self.branches, self.clusters).insist(self.settings)

    def recognise(self, rows: Sequence[Row]) -> Recognition:
        """One look at the register for a batch of rows."""
        found = Recognition()
        sightings = self._look(rows, found)
        for place, seen in enumerate(sightings):
            self._take_part_if_decided(seen)
            stored = self._stored(seen, seen.member) if seen.member else {}
            if seen.member:
                found.known[place] = Known(seen.member.pk, stored)
            for issue in self._issues(seen, stored):
                found.say(place, issue)
        self._say_doubts(rows, sightings, found)
        self._list_missing(sightings, found)
        self.present.update(seen.member.pk for seen in sightings if seen.member)
        return found

    def conclude(self, rows: Sequence[Row]) -> None:
        """Which branches, firms and clusters are named by rows that will be written."""
        for row in rows:
            if row.verdict in WRITTEN:
                self.settings.of(row).keep(row.values.get("post_type") or "")

    def absent(self) -> list[Mapping[str, Any]]:
        """库有表无: who belongs to a branch of the file and is not in it."""
        branches = {one.branch.key for one in self.settings if one.branch and one.branch.key}
        belonging = Affiliation.objects.in_force(self.situation.as_of).filter(organization__in=branches)
        missing = belonging.exclude(member__pk__among=self.present).select_related("member").order_by("pk")
        return [
            {"name": row.member.name, "id_number": row.member.id_number, "key": row.pk} for row in missing
        ]

    def as_json(self) -> dict[str, Any]:
        """What was found out about the file as a whole, for keeping it at another time."""
        return {"settings": self.settings.as_json(), "repeated": sorted(self.repeated)}

    def recall(self, stored: Mapping[str, Any]) -> None:
        """What ``as_json`` said, settled anew."""
        self.settings.recall(stored["settings"])
        self.repeated = set(stored["repeated"])
        self.settle()

    def keep(self, check: Check) -> Kept:
        """Write every row judged new or changed; rows of one person that stand apart come last, together."""
        keeping = Keeping(self.settings, Founding(self.situation, self.branches, self.settings.units))
        keeping.begin(check.counts[Verdict.NEW])
        apart: list[Row] = []

        def made_ready(piece: Callable[[], list[Row]]) -> Piece:
            rows: list[Row] = []
            for row in piece():
                if row.verdict in WRITTEN:
                    (apart if row.values.get("id_number") in self.repeated else rows).append(row)
            return keeping.made_ready(rows)

        is_any = any(check.counts[verdict] for verdict in WRITTEN)
        for piece in ahead(made_ready, check.rows.brought() if is_any else ()):
            keeping.write(piece)
            check.progress.move(piece.count)
        keeping.write(keeping.made_ready(apart))
        check.progress.move(len(apart))
        return keeping.kept()

    def suggest(self, kind: str, name: str) -> list[Suggestion]:
        """Registered branches, enterprises or clusters with the closest names."""
        directories = {
            "branch": self.branches.directory,
            "superior": self.branches.directory,
            "enterprise": self.settings.units.directory,
            "cluster": self.clusters.directory,
        }
        return directories[kind].alike(name)

    def _look(self, rows: Sequence[Row], found: Recognition) -> list[Sighting]:
        """Every row with what it names, each person with present ties."""
        people = find_people(rows, self.situation.remit)
        for place in people.outside:
            found.say(place, OUT_OF_REMIT)
        for place, member in find_by_mark(rows, self.situation.remit).items():
            people.known[place] = member
            _stand_for(rows[place], member)
        sightings = [
            Sighting(row, self.settings.of(row), people.known.get(place)) for place, row in enumerate(rows)
        ]
        self._find_those_without_number(rows, sightings)
        keys = {seen.member.pk for seen in sightings if seen.member}
        ties = ties_of(keys, self.situation.as_of) if keys else {}
        for seen in sightings:
            if seen.member:
                seen.ties = ties.get(seen.member.pk, seen.ties)
            _spell_as_registered(seen)
        return sightings

    @cached_property
    def _default_branch(self) -> str:
        return self.branches.default()

    def _find_those_without_number(self, rows: Sequence[Row], sightings: list[Sighting]) -> None:
        """Without a number, name, birth date and branch point to a person, for a clerk to confirm."""
        places = [place for place, row in enumerate(rows) if not row.values.get("id_number")]
        for place, members in find_by_name(rows, places, self.situation.remit).items():
            branch = sightings[place].branch
            ties = ties_of((member.pk for member in members), self.situation.as_of)
            here = [
                member
                for member in members
                if branch
                and (affiliation := ties[member.pk].affiliation)
                and affiliation.organization_id == branch.key
            ]
            sightings[place].member = here[0] if len(here) == 1 else None

    def _take_part_if_decided(self, seen: Sighting) -> None:
        decision = self._decision(seen)
        if decision == faults.PARTICIPATE and seen.belongs_elsewhere:
            seen.row.values["relation_here"] = False

    def _decision(self, seen: Sighting) -> str:
        return self.situation.decisions.get((seen.row.sheet, seen.row.number), "")

    def _stored(self, seen: Sighting, member: Member) -> Mapping[str, Any]:
        stored = stored_facts(member, frozenset(seen.row.values) | WEIGHED)
        if seen.unit and seen.unit.key:
            stored["uscc"] = self.settings.units.directory.code_of.get(seen.unit.key)
        return stored | seen.stored_ties(self.branches.directory.labels)

    def _issues(self, seen: Sighting, stored: Mapping[str, Any]) -> list[Issue]:
        entry = self.branches.directory.entries.get(seen.branch.key or 0) if seen.branch else None
        values = seen.row.values
        facts = {**stored, **{name: v for name, v in values.items() if v is not None}} if stored else values
        reached = self.branches.directory.labels
        found = [
            *faults.named_issues(seen),
            *faults.branch_issues(seen, entry, reached),
            *faults.person_issues(seen, reached),
            *unfit(values),
            *contradictions(facts),
        ]
        return list(dict.fromkeys(found))

    def _say_doubts(self, rows: Sequence[Row], sightings: Sequence[Sighting], found: Recognition) -> None:
        known = {place: seen.member for place, seen in enumerate(sightings) if seen.member}
        for doubt in namesakes(rows, known, self.situation.remit):
            found.say(doubt.place, faults.doubts(doubt.name, faults.SAME_PERSON, "C03", "id_number"))
        for doubt in phone_sharers(rows, known, self.situation.remit):
            found.say(doubt.place, faults.doubts(doubt.name, faults.SHARED_PHONE, "C22", "mobile"))

    def _list_missing(self, sightings: Sequence[Sighting], found: Recognition) -> None:
        """Names nobody has registered, to be matched or created."""
        for place, seen in enumerate(sightings):
            named = {"branch": seen.branch, "enterprise": seen.unit, "cluster": seen.cluster}
            for kind, what in (named | {"superior": seen.setting.superior}).items():
                if what and what.may_be_created:
                    found.missing.setdefault(kind, {}).setdefault(what.name, []).append(place)


def _stand_for(row: Row, member: Member) -> None:
    """A masked number stands for the one it masks: it changes nothing, and nothing is missing."""
    row.values["id_number"] = member.id_number
    row.issues = [issue for issue in row.issues if issue.code != "ID_MASKED"]


def _spell_as_registered(seen: Sighting) -> None:
    """Registered things under their registered names, so that equal things compare equal."""
    if seen.branch and seen.branch.key:
        seen.row.values["branch"] = seen.branch.name
    if seen.unit and seen.unit.key and seen.row.values.get("work_unit"):
        seen.row.values["work_unit"] = seen.unit.name
