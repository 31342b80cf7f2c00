"""写关系 — where the people of a roster belong, take part, work and hold posts, each as dated rows."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max

from apps.core import bulk
from apps.members.importing.persons import Person
from apps.members.importing.posts import seat_for
from apps.members.importing.sighting import MEMBERS, Sighting
from apps.members.models import Affiliation, Employment, Member, Movement, Participation, Seat
from apps.members.workflow import ENTERING
from apps.organizations.directory import units_of

Kind = Movement.Kind
Reason = Affiliation.Reason


@dataclass(slots=True)
class Relating:
    """Collects rows to insert and to end, then writes each table once."""

    on: date
    inserts: dict[type, list[dict[str, Any]]] = field(default_factory=dict)
    changes: dict[type, list[dict[str, Any]]] = field(default_factory=dict)
    units: dict[int, list[int]] = field(default_factory=dict)
    occupied: set[int] = field(default_factory=set)
    free_from: dict[int, date] = field(default_factory=dict)
    written: Counter[type] = field(default_factory=Counter)

    def prepare(self, branches: Collection[int]) -> None:
        """Ask once, before anything is written, what is known of the branches."""
        self.units = units_of(branches, self.on)
        before = Affiliation.objects.filter(organization__in=branches)
        self.occupied = set(before.order_by().values_list("organization", flat=True).distinct())

    def foresee(self, persons: Sequence[Person]) -> None:
        """Ask what a batch of people needs to know."""
        known = [person.key for person in persons if not person.is_new]
        if not known:
            return
        closed = Affiliation.objects.filter(member__in=known).order_by().values("member")
        self.free_from = dict(closed.annotate(until=Max("ends_on")).values_list("member", "until"))

    def relate(self, person: Person) -> None:
        """Everything the person's rows say about belonging, work and posts."""
        if person.is_new or person.changed() & {"branch", "relation_here", "member_category", "stage"}:
            self._belong(person)
        for seen in person.sightings:
            self._employ(person, seen)
            self._seat(person, seen)

    def write(self) -> None:
        """Ends before beginnings, so that no two rows hold on one day."""
        for model, rows in self.changes.items():
            bulk.amend(model, rows)
        for model, rows in self.inserts.items():
            self.written[model] += bulk.insert(model, rows)
        self.changes, self.inserts = {}, {}

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
        kind = Kind.ENTERED if branch in self.occupied else Kind.OPENING
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
            confirmed = enterprise in self.units.get(seen.branch.key or 0, ()) if seen.branch else False
            said |= {"is_confirmed": confirmed}
            self._add(Employment, None, member_id=person.key, enterprise_id=enterprise, **said)
        elif job and said and set(said) & seen.row.changes.keys():
            self.changes.setdefault(Employment, []).append({"id": job.pk} | said)
        elif job is None and said:
            self.changes.setdefault(Member, []).append({"id": person.key} | said)

    def _sole_unit(self, seen: Sighting) -> int | None:
        """Whose job it is when a branch stands in one firm only."""
        units = self.units.get(seen.branch.key or 0, []) if seen.branch else []
        return units[0] if len(units) == 1 and not seen.ties.employments else None

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

    def _add(self, model: type, since: date | None = None, **values: Any) -> None:
        days = {} if model is Movement else {"starts_on": since or self.on}
        self.inserts.setdefault(model, []).append(values | days)

    def _end(self, model: type, key: int, on: date, **values: Any) -> None:
        self.changes.setdefault(model, []).append({"id": key, "ends_on": on} | values)
