"""党组织一行 — a row of the roster with everything it names, and what the register holds of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.clusters.models import Place
from apps.core.judgement import Issue
from apps.organizations.kinds import TypeCode
from apps.organizations.models import PartyOrganization
from apps.rosters.naming import Named
from apps.rosters.rows import Row

FACTS = (
    *("short_name", "code", "established_on", "approval_no", "applied_on", "approved_on", "unit_situation"),
    *("contact_name", "contact_phone", "term_starts_on", "term_years", "can_approve_probationary"),
    *("former_names", "remark"),
)


@dataclass(slots=True)
class Entering:
    """One organisation on its way into the register."""

    row: Row
    key: int | None = None
    units: list[Named] = field(default_factory=list)
    cluster: Named | None = None
    place: Place | None = None
    superior: int | None = None
    superior_row: "Entering | None" = None
    """The superior, where it stands in the same file and is new."""
    keys_above: Sequence[int] = ()
    """The superior that is registered and those above it, the nearest first."""
    organization: PartyOrganization | None = None
    other_name: str = ""
    """What the row calls it, where only its code tells which one it is."""
    written: PartyOrganization | None = None
    refusals: list[Issue] = field(default_factory=list)
    """What became of the row when it was tried."""

    @property
    def full_name(self) -> str:
        """党组织全称"""
        return self.row.values.get("full_name") or ""

    @property
    def is_committee(self) -> bool:
        """集群党委"""
        return self.row.values.get("type_code") == TypeCode.CLUSTER_COMMITTEE

    @property
    def unit_keys(self) -> list[int]:
        """Its enterprises, as far as they are registered."""
        return [unit.key for unit in self.units if unit.key]

    def facts(self, fields: Mapping[str, Any] | set[str]) -> dict[str, Any]:
        """Column → value for those of ``fields`` that say something."""
        values = self.row.values
        found = {name: values[name] for name in FACTS if name in fields and values.get(name) is not None}
        if "former_names" in found:
            found["former_names"] = list(found["former_names"])
        return found


def stored_facts(organization: PartyOrganization) -> dict[str, Any]:
    """What the register says; nothing said is ``None``."""
    said = {name: getattr(organization, name) for name in FACTS}
    said["former_names"] = tuple(organization.former_names)
    return {name: None if value in ("", ()) else value for name, value in said.items()}
