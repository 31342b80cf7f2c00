"""党员名册经办 — asks the register about the rows of a member roster, and keeps them when told to."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError

from apps.clusters.naming import ClusterNames, Units
from apps.core.judgement import Issue
from apps.members.importing import faults
from apps.members.importing.facts import contradictions, stored_facts, unfit
from apps.members.importing.founding import Founding
from apps.members.importing.keeping import keep
from apps.members.importing.people import find_by_name, find_people, namesakes, phone_sharers
from apps.members.importing.reach import Within
from apps.members.importing.sighting import Sighting
from apps.members.importing.ties import ties_of
from apps.members.models import Affiliation, Member
from apps.organizations.naming import Branches
from apps.rosters.checking import Check
from apps.rosters.register import OUT_OF_REMIT, Known, Recognition
from apps.rosters.registry import Kept, Suggestion
from apps.rosters.rows import Row
from apps.rosters.situation import Situation

# Facts the rules weigh even where a roster has no column for them.
WEIGHED = frozenset(
    {"sex", "birth_date", "education", "work_started_on", "probation_extended_months"}
    | {"applied_on", "activist_on", "candidate_on", "joined_on", "full_member_on"}
)


class MemberDesk:
    """Everything outside the uploader's remit answers with one neutral sentence."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.branches = Branches(situation)
        self.clusters = ClusterNames(situation)
        self.units = Units(situation, ())
        self.seen: dict[tuple[str | None, int], Sighting] = {}
        if situation.organization and not self.branches.directory.only(situation.organization):
            raise ValidationError(f"没有找到党组织“{situation.organization}”。")

    def recognise(self, rows: Sequence[Row]) -> Recognition:
        """One look at the register for the whole file."""
        found = Recognition()
        sightings = self._look(rows, found)
        self.seen = {(seen.row.sheet, seen.row.number): seen for seen in sightings}
        for place, seen in enumerate(sightings):
            self._take_part_if_decided(seen)
            if seen.member:
                found.known[place] = Known(seen.member.pk, self._stored(seen))
            for issue in self._issues(seen):
                found.say(place, issue)
        self._say_doubts(rows, found)
        self._list_missing(sightings, found)
        found.absent = self._absent(sightings)
        return found

    def keep(self, check: Check) -> Kept:
        """Write every row judged new or changed."""
        good = [self.seen[row.sheet, row.number] for row in check.records if not row.blocks]
        return keep(good, Founding(self.situation, self.branches, self.units))

    def suggest(self, kind: str, name: str) -> list[Suggestion]:
        """Registered branches, enterprises or clusters with the closest names."""
        directories = {
            "branch": self.branches.directory,
            "enterprise": self.units.directory,
            "cluster": self.clusters.directory,
        }
        return directories[kind].alike(name)

    def _look(self, rows: Sequence[Row], found: Recognition) -> list[Sighting]:
        """Every row with what it names, each name settled once, each person with present ties."""
        self._default_branch(rows)
        self._name_things(rows)
        people = find_people(rows, self.situation.remit)
        for place in people.outside:
            found.say(place, OUT_OF_REMIT)
        sightings = [self._sighting(row, people.known.get(place)) for place, row in enumerate(rows)]
        Within(self.situation, self.branches, self.clusters).insist(sightings)
        self._find_those_without_number(rows, sightings)
        ties = ties_of((seen.member.pk for seen in sightings if seen.member), self.situation.as_of)
        for seen in sightings:
            if seen.member:
                seen.ties = ties.get(seen.member.pk, seen.ties)
            _spell_as_registered(seen)
        return sightings

    def _default_branch(self, rows: Sequence[Row]) -> None:
        default = ""
        for row in rows:
            if not row.values.get("branch") and not row.values.get("branch_code"):
                default = default or self._default_branch_name
                row.values["branch"] = default or None

    @cached_property
    def _default_branch_name(self) -> str:
        return self.branches.default()

    def _name_things(self, rows: Sequence[Row]) -> None:
        self.units = Units(self.situation, (_unit_of(row) for row in rows))
        for row in rows:
            if _branch_of(row) != ("", ""):
                self.branches.of(*_branch_of(row))
            self.units.of(*_unit_of(row))
            self.clusters.of(row.asides.get("cluster") or "")
        for names in (self.branches, self.units, self.clusters):
            names.settle()

    def _sighting(self, row: Row, member: Member | None) -> Sighting:
        return Sighting(
            row=row,
            member=member,
            branch=self.branches.of(*_branch_of(row)) if _branch_of(row) != ("", "") else None,
            unit=self.units.of(*_unit_of(row)),
            cluster=self.clusters.of(row.asides.get("cluster") or ""),
        )

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

    def _stored(self, seen: Sighting) -> Mapping[str, Any]:
        fields = frozenset(seen.row.values) | WEIGHED
        stored = stored_facts(seen.member, fields) if seen.member else {}
        if seen.unit and seen.unit.key:
            stored["uscc"] = self.units.directory.code_of.get(seen.unit.key)
        return stored | seen.stored_ties()

    def _issues(self, seen: Sighting) -> list[Issue]:
        entry = self.branches.directory.entries.get(seen.branch.key or 0) if seen.branch else None
        values = seen.row.values
        facts = {**self._stored(seen), **{name: v for name, v in values.items() if v is not None}}
        return [
            *faults.named_issues(seen),
            *faults.branch_issues(seen, entry, self.branches.directory.labels),
            *faults.person_issues(seen),
            *unfit(values),
            *contradictions(facts),
        ]

    def _say_doubts(self, rows: Sequence[Row], found: Recognition) -> None:
        known = {p: seen.member for p, row in enumerate(rows) if (seen := self._seen(row)).member}
        for doubt in namesakes(rows, known, self.situation.remit):
            found.say(doubt.place, faults.doubts(doubt.name, faults.SAME_PERSON, "C03", "id_number"))
        for doubt in phone_sharers(rows, known, self.situation.remit):
            found.say(doubt.place, faults.doubts(doubt.name, faults.SHARED_PHONE, "C22", "mobile"))

    def _seen(self, row: Row) -> Sighting:
        return self.seen[row.sheet, row.number]

    def _list_missing(self, sightings: Sequence[Sighting], found: Recognition) -> None:
        """Names nobody has registered, to be matched or created."""
        for place, seen in enumerate(sightings):
            named = (("branch", seen.branch), ("enterprise", seen.unit), ("cluster", seen.cluster))
            for kind, what in named:
                if what and what.may_be_created:
                    found.missing.setdefault(kind, {}).setdefault(what.name, []).append(place)

    def _absent(self, sightings: Sequence[Sighting]) -> list[Mapping[str, Any]]:
        """库有表无: who belongs to a branch of the file and is not in it."""
        branches = {seen.branch.key for seen in sightings if seen.branch and seen.branch.key}
        present = {seen.member.pk for seen in sightings if seen.member}
        belonging = Affiliation.objects.in_force(self.situation.as_of).filter(organization__in=branches)
        missing = belonging.exclude(member__in=present).select_related("member").order_by("pk")
        return [{"name": row.member.name, "id_number": row.member.id_number} for row in missing]


def _unit_of(row: Row) -> tuple[str, str]:
    return row.values.get("work_unit") or "", row.values.get("uscc") or ""


def _branch_of(row: Row) -> tuple[str, str]:
    return row.values.get("branch") or "", row.values.get("branch_code") or ""


def _spell_as_registered(seen: Sighting) -> None:
    """Registered things under their registered names, so that equal things compare equal."""
    if seen.branch and seen.branch.key:
        seen.row.values["branch"] = seen.branch.name
    if seen.unit and seen.unit.key and seen.row.values.get("work_unit"):
        seen.row.values["work_unit"] = seen.unit.name
