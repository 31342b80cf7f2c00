"""写关系 — where the people of a roster belong, take part, work and hold posts, each as dated rows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max, Model

from apps.core import bulk
from apps.members.importing.persons import Person, first_columns
from apps.members.importing.posts import seat_for
from apps.members.importing.sighting import MEMBERS, Sighting
from apps.members.importing.standings import first_standings
from apps.members.models import (
    Affiliation,
    Employment,
    Member,
    MemberStanding,
    Movement,
    Participation,
    Seat,
)
from apps.members.workflow import ENTERING
from apps.organizations.directory import units_of

Kind = Movement.Kind
Reason = Affiliation.Reason


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of the branches before anything is written."""

    on: date
    units: Mapping[int, Sequence[int]]
    """Branch → the firms it stands in."""
    occupied: Collection[int]
    """Branches anybody has belonged to."""


def ground_of(branches: Collection[int], on: date) -> Ground:
    """Asked once."""
    before = Affiliation.objects.filter(organization__in=branches)
    occupied = set(before.order_by().values_list("organization", flat=True).distinct())
    return Ground(on, units_of(branches, on), occupied)


@dataclass(slots=True)
class Relating:
    """Collects rows to insert and to end, then writes each table once."""

    ground: Ground
    inserts: dict[type[Model], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[type[Model], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    prepared: list[bulk.Prepared] = field(default_factory=list)
    free_from: dict[int, date] = field(default_factory=dict)

    @property
    def on(self) -> date:
        return self.ground.on

    def foresee(self, known: Sequence[Person]) -> None:
        """Ask what is needed to know about registered people."""
        closed = Affiliation.objects.filter(member__in=[person.key for person in known]).order_by()
        ends = closed.values("member").annotate(until=Max("ends_on"))
        self.free_from = dict(ends.values_list("member", "until"))

    def register(self, person: Person) -> None:
        """A newcomer: as a person, and what they are to the Party since when."""
        self.inserts[Member].append(first_columns(person))
        self.inserts[MemberStanding] += first_standings(person, self.on)

    def relate(self, person: Person) -> None:
        """Everything the person's rows say about belonging, work and posts."""
        if person.is_new or person.changed() & {"branch", "relation_here", "member_category", "stage"}:
            self._belong(person)
        for seen in person.sightings:
            self._employ(person, seen)
            self._seat(person, seen)

    def prepare(self) -> None:
        """Lay everything out as it will be copied; asks no database."""
        self.prepared += [bulk.prepared(model, rows) for model, rows in self.inserts.items()]
        self.inserts.clear()

    def write(self) -> Counter[type[Model]]:
        """People first; ends before beginnings, so that no two rows hold on one day. Answers how many."""
        self.prepare()
        people = [one for one in self.prepared if one.model is Member]
        written = Counter({one.model: one.insert() for one in people})
        for model, rows in self.changes.items():
            bulk.amend(model, rows)
        return written + Counter({one.model: one.insert() for one in self.prepared if one not in people})

    def _belong(self, person: Person) -> None:
        seen = person.seen
        branch = seen.branch.key if seen.branch else None
        if branch is None:
            return
        stage = seen.stage or (seen.ties.standing.stage if seen.ties.standing else None)
        if seen.takes_part_only or (stage is not None and stage not in MEMBERS):
            self._take_part(person, branch)
        elif seen.ties.affiliation is None:
            self._affiliate(person, branch)
        elif seen.belongs_elsewhere:
            self._transfer(person, branch)

    def _take_part(self, person: Person, branch: int) -> None:
        if branch in person.seen.ties.participations:
            return
        kinds = Participation.Kind
        kind = kinds.UNTRANSFERRED if person.seen.takes_part_only else kinds.CLUSTER
        where = (person.seen.row.values.get("relation_from") or "")[:120]
        self._add(Participation, member_id=person.key, organization_id=branch, kind=kind, relation_at=where)

    def _affiliate(self, person: Person, branch: int) -> None:
        """期初 for the first people of a branch, 补录 for those after them, 发展党员 for those it admits."""
        values, standing = person.seen.row.values, person.seen.ties.standing
        on = self._since(person)
        kind = Kind.ENTERED if branch in self.ground.occupied else Kind.OPENING
        if standing and standing.stage not in MEMBERS:
            kind = Kind.ADMITTED
        reason = ENTERING.get(kind, Reason.ENTERED)
        self._add(Affiliation, on, member_id=person.key, organization_id=branch, in_reason=reason)
        self._add_movement(person, kind, on, None, branch, elsewhere=values.get("relation_from"))

    def _since(self, person: Person) -> date:
        """转入时间 where the roster gives it, never before an earlier affiliation ended."""
        given = person.seen.row.values.get("relation_in_on")
        since = given if given and given <= self.on else self.on
        until = self.free_from.get(person.key)
        return max(since, until) if until else since

    def _transfer(self, person: Person, branch: int) -> None:
        current = person.seen.ties.affiliation
        if current is None:
            return
        on = max(self.on, current.starts_on)
        self._end(Affiliation, current.pk, on, out_reason=Reason.TRANSFERRED)
        self._end_seat(person, current.organization_id, on)
        self._add(
            Affiliation,
            on,
            member_id=person.key,
            organization_id=branch,
            in_reason=Reason.TRANSFERRED,
        )
        self._add_movement(person, Kind.TRANSFER_WITHIN, on, current.organization_id, branch)

    def _add_movement(
        self, person: Person, kind: str, on: date, source: int | None, target: int, elsewhere: Any = None
    ) -> None:
        self._add(
            Movement,
            None,
            member_id=person.key,
            kind=kind,
            happened_on=on,
            from_organization_id=source,
            to_organization_id=target,
            elsewhere=(elsewhere or "")[:120],
        )

    def _employ(self, person: Person, seen: Sighting) -> None:
        """Confirmed where the branch stands in that firm: a branch knows who works there."""
        values, job = seen.row.values, seen.employment
        words = ((name, (values.get(name) or "")[:60]) for name in ("job_title", "department"))
        said: dict[str, Any] = {name: word for name, word in words if word}
        enterprise = seen.unit.key if seen.unit else self._sole_unit(seen) if said else None
        if job is None and enterprise:
            self._leave_former(seen)
            confirmed = (
                enterprise in self.ground.units.get(seen.branch.key or 0, ()) if seen.branch else False
            )
            said |= {"is_confirmed": confirmed}
            self._add(Employment, None, member_id=person.key, enterprise_id=enterprise, **said)
        elif job and said and set(said) & seen.row.changes.keys():
            self.changes[Employment].append({"id": job.pk} | said)
        elif job is None and said:
            self.changes[Member].append({"id": person.key} | said)

    def _sole_unit(self, seen: Sighting) -> int | None:
        """Whose job it is when a branch stands in one firm only."""
        units = self._units_of(seen)
        return units[0] if len(units) == 1 and not seen.ties.employments else None

    def _units_of(self, seen: Sighting) -> Sequence[int]:
        """The firms the row's branch stands in."""
        return self.ground.units.get(seen.branch.key or 0, ()) if seen.branch else ()

    def _leave_former(self, seen: Sighting) -> None:
        if seen.ties.employments and "work_unit" in seen.row.changes:
            former = seen.ties.employments[-1]
            self._end(Employment, former.pk, max(self.on, former.starts_on))

    def _seat(self, person: Person, seen: Sighting) -> None:
        post, branch = seen.row.values.get("party_post"), seen.branch.key if seen.branch else None
        if not post or not branch or seen.takes_part_only:
            return
        held = seen.ties.seats.get(branch)
        if held and "party_post" not in seen.row.changes:
            return
        if held:
            self._end(Seat, held.pk, max(self.on, held.starts_on))
        if seat := seat_for(post):
            self._add(Seat, member_id=person.key, organization_id=branch, post=seat[0], portfolio=seat[1])

    def _end_seat(self, person: Person, branch: int, on: date) -> None:
        held = person.seen.ties.seats.get(branch)
        if held:
            self._end(Seat, held.pk, max(on, held.starts_on))

    def _add(self, model: type[Model], since: date | None = None, **values: Any) -> None:
        days = {} if model is Movement else {"starts_on": since or self.on}
        self.inserts[model].append(values | days)

    def _end(self, model: type[Model], key: int, on: date, **values: Any) -> None:
        self.changes[model].append({"id": key, "ends_on": on} | values)
