"""链接 — columns that name a Party organisation."""

from apps.core.judgement import error
from apps.organizations.directory import Organizations
from apps.rosters.links import Link
from apps.rosters.naming import Named
from apps.rosters.situation import Situation


class OrganizationLink(Link):
    """党组织 — for want of a name the one chosen; one that is dissolved takes no new record."""

    kind, words = "organization", "党组织"

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.organizations = Organizations(situation.remit, situation.as_of)
        self.directory = self.organizations

    def default(self) -> str:
        return self.situation.organization

    def _settled(self, name: str) -> Named:
        named = super()._settled(name)
        if named.key and not self.organizations.entries[named.key].stands:
            named.issues.append(error("ORGANIZATION_GONE", f"党组织“{named.name}”已撤销", field=self.field))
        return named
