"""上链 — places on the chain that an enterprise roster opens, and what is already said of other days."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from apps.clusters.models import ClusterEnterprise
from apps.core import bulk

SAYING = ("chain_role", "is_key")


def held_on(places: Sequence[ClusterEnterprise], on: date, role: str | None) -> ClusterEnterprise | None:
    """Of an enterprise's places in a cluster the one in force: with the role a row names, else the first."""
    held = [one for one in places if one.starts_on <= on and (one.ends_on or date.max) > on]
    return next((one for one in held if one.chain_role == role), held[0] if held else None)


class Joining:
    """Collects places to end, to correct and to open, then writes them."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.amended: list[dict[str, Any]] = []
        self.opened: list[dict[str, Any]] = []

    def join(
        self, link: dict[str, int], said: dict[str, Any], places: Sequence[ClusterEnterprise], since: date
    ) -> None:
        """``link`` is the pair of keys, ``said`` role and weight, ``since`` the day a first place begins.

        A place that says so already stays as it is.
        """
        held = held_on(places, self.on, said.get("chain_role"))
        if held is None:
            begins = max([since, *(one.ends_on for one in places if one.ends_on and one.ends_on <= self.on)])
            self.opened.append(said | link | {"starts_on": begins, "ends_on": self._next(places)})
            return
        registered = {name: getattr(held, name) for name in SAYING}
        if registered | said == registered:
            return
        said = registered | said
        said["ends_on"] = _earlier(held.ends_on, self._next(places, said["chain_role"]))
        if held.starts_on == self.on:
            self.amended.append({"id": held.pk} | said)
        else:
            self.amended.append({"id": held.pk, "ends_on": self.on})
            self.opened.append(said | link | {"starts_on": self.on})

    def write(self) -> int:
        """Ends before beginnings; answers how many places are new."""
        bulk.amend(ClusterEnterprise, self.amended)
        return bulk.insert(ClusterEnterprise, self.opened)

    def _next(self, places: Sequence[ClusterEnterprise], role: str | None = None) -> date | None:
        """When a later place begins (with the same role)."""
        later = (one for one in places if one.starts_on > self.on and role in (None, one.chain_role))
        return min((one.starts_on for one in later), default=None)


def _earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two ends, where nothing means never."""
    return min(one, other) if one and other else one or other
