"""企业栏目 — which column of the register each field of the roster is."""

from collections.abc import Iterator, Mapping
from typing import Any

from apps.clusters.models import ClusterEnterprise, Enterprise, EnterpriseState
from apps.core.judgement import Issue, error

FACTS = (
    *("name", "uscc", "other_reg_no", "industry_code", "ownership", "scale", "is_above_scale", "employees"),
    *("employees_under35", "output_value", "output_year", "tech_titles", "address", "legal_representative"),
    *("owner_is_member", "has_union", "has_youth_league", "contact_name", "contact_phone", "remark"),
)

MOST = {
    "employees": 2**31 - 1,
    "employees_under35": 2**31 - 1,
    "output_value": 10**12 - 1,
    "output_year": 9_999,
}
LONGEST = {"tech_titles": 40, "aliases": 120}
"""Of a single word in a list."""


def unfit(values: Mapping[str, Any]) -> Iterator[Issue]:
    """Values the register has no room for."""
    for name, most in MOST.items():
        if (values.get(name) or 0) > most:
            yield error("NUMBER_TOO_LARGE", "数字过大，请核对", field=name)
    for name, longest in LONGEST.items():
        if any(len(word) > longest for word in values.get(name) or ()):
            yield error("TEXT_TOO_LONG", f"有一项超过{longest}字，请缩短", field=name)


def stored_facts(enterprise: Enterprise) -> dict[str, Any]:
    """What the register says about an enterprise; nothing said is ``None``."""
    said = {name: getattr(enterprise, name) for name in FACTS}
    said["tech_titles"] = tuple(enterprise.tech_titles)
    return {name: None if value in ("", ()) else value for name, value in said.items()}


def stored_state(state: EnterpriseState | None) -> dict[str, Any]:
    """Its state of the day of the roster."""
    if state is None:
        return {"status": None, "place": None, "building": None}
    place = state.place.name if state.place else None
    return {"status": state.status, "place": place, "building": state.building or None}


def stored_place(place: ClusterEnterprise | None) -> dict[str, Any]:
    """Its place on the chain the row names."""
    if place is None:
        return {"cluster": None, "chain_role": None, "is_key": None}
    return {"cluster": place.cluster.name, "chain_role": place.chain_role, "is_key": place.is_key}


def columns_of(values: Mapping[str, Any], fields: Mapping[str, Any] | set[str]) -> dict[str, Any]:
    """Column → value for those of ``fields`` that say something."""
    found = {name: values[name] for name in FACTS if name in fields and values.get(name) is not None}
    if "tech_titles" in found:
        found["tech_titles"] = list(found["tech_titles"])
    return found
