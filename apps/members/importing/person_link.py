"""链接 — columns that name a person: by ID number, else by name and branch or unit, never by likeness."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Model

from apps.core.judgement import error
from apps.members.importing.people import find_people
from apps.members.models import Affiliation, Employment, Member
from apps.rosters.directory import Directory, name_key
from apps.rosters.links import Link
from apps.rosters.naming import Named
from apps.rosters.register import OUT_OF_REMIT
from apps.rosters.registry import Suggestion
from apps.rosters.rows import Row

NUMBER, BRANCH, UNIT = "id_number", "branch", "work_unit"


class PersonLink(Link):
    """人员 — the column holds the name; ID number, branch and unit stand beside it, if the sheet has them."""

    kind, words = "person", "人员"

    def read(self, rows: Sequence[Row]) -> list[Named | None]:
        """Two people of one name are told apart by branch or unit, or the row says that it must."""
        people = find_people(rows, self.situation.remit)
        named = self._named(rows, people.known)
        found: list[Named | None] = []
        for place, row in enumerate(rows):
            name, number = row.values.get(self.field) or "", row.values.get(NUMBER)
            if place in people.known:
                found.append(self._by_number(name, people.known[place]))
            elif place in people.outside:
                found.append(Named(name, issues=[OUT_OF_REMIT._replace(field=self.field)]))
            elif number:
                found.append(self._nobody(name, f"没有登记身份证号相符的“{name}”"))
            else:
                found.append(self._by_name(row, name, named.get(name, ())) if name else None)
        return found

    def stored(self, record: Model) -> str | None:
        return str(getattr(record, self.field).name)

    def suggest(self, name: str) -> list[Suggestion]:
        """People are not guessed at."""
        return []

    def _named(self, rows: Sequence[Row], known: dict[int, Member]) -> dict[str, list[Member]]:
        """People within the remit by name, with where they belong and work."""
        names = {
            row.values[self.field]
            for place, row in enumerate(rows)
            if place not in known and row.values.get(self.field) and not row.values.get(NUMBER)
        }
        found: dict[str, list[Member]] = defaultdict(list)
        members = list(Member.objects.within(self.situation.remit).filter(name__among=list(names)))
        for member in members:
            found[member.name].append(member)
        self.directory = Directory()
        self._homes = self._places_of([member.pk for member in members])
        return found

    def _places_of(self, keys: list[int]) -> dict[int, set[str]]:
        """Person → the names of branch and units, as they are compared."""
        homes: dict[int, set[str]] = defaultdict(set)
        on = self.situation.as_of
        belonging = Affiliation.objects.in_force(on).filter(member__pk__among=keys)
        for key, *names in belonging.values_list(
            "member", "organization__full_name", "organization__short_name"
        ):
            homes[key] |= {name_key(name) for name in names if name}
        working = Employment.objects.in_force(on).filter(member__pk__among=keys)
        for key, name in working.values_list("member", "enterprise__name"):
            homes[key].add(name_key(name))
        return homes

    def _by_number(self, name: str, member: Member) -> Named:
        named = Named(member.name, member.pk)
        if name and name_key(name) != name_key(member.name):
            named.issues.append(error("PERSON_NAME", "姓名与身份证号登记的人员不一致", field=self.field))
        return named

    def _by_name(self, row: Row, name: str, people: Sequence[Member]) -> Named:
        said = {name_key(text) for field in (BRANCH, UNIT) if (text := row.values.get(field))}
        fitting = [member for member in people if said & self._homes[member.pk]] if said else list(people)
        if len(fitting) == 1:
            return Named(name, fitting[0].pk)
        if not fitting and people and said:
            return self._nobody(name, f"“{name}”登记的党支部或单位与本行不同，请填写身份证号")
        if fitting:
            return self._nobody(name, f"有{len(fitting)}名“{name}”，请填写身份证号或党支部")
        return self._nobody(name, f"没有登记人员“{name}”")

    def _nobody(self, name: str, message: str) -> Named:
        return Named(name, issues=[error("PERSON_UNKNOWN", message, field=self.field)])
