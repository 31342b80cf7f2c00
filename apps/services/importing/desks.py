"""服务链名册经办 — how the rows of each roster meet the register."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from apps.clusters.links import ClusterLink, DepartmentLink, EnterpriseLink, PlacedDesk, PlaceLink
from apps.core import bulk
from apps.core.judgement import Issue
from apps.organizations.links import OrganizationLink
from apps.rosters.records import Entering, RecordDesk
from apps.services.importing.links import CategoryLink, PolicyLink, ProductLink
from apps.services.models import (
    FinanceRecord,
    PlatformState,
    Policy,
    PolicyClaim,
    ServiceItem,
    ServicePlatform,
    Visit,
)


class VisitDesk(RecordDesk):
    """走访台账"""

    model = Visit
    identity = ("enterprise_id", "held_on", "kind")
    links: ClassVar = {
        "enterprise": EnterpriseLink,
        "organization": OrganizationLink,
        "department": DepartmentLink,
    }

    def begin(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """A visit that stands in a ledger was made."""
        return {"status": Visit.Status.DONE.value}


class ItemDesk(RecordDesk):
    """惠企服务清单"""

    model = ServiceItem
    identity = ("category_id", "code")
    links: ClassVar = {"category": CategoryLink, "provider": DepartmentLink}

    def _cleaned(self, places: Sequence[int], wholes: Sequence[Mapping]) -> Iterator[tuple[int, Issue]]:
        yield from ()  # categories come from editions being drafted only; a new one has no row yet


class PlatformDesk(PlacedDesk):
    """服务平台 — a new one runs from the day it opened."""

    model = ServicePlatform
    identity = ("place_id", "name")
    links: ClassVar = {"place": PlaceLink, "cluster": ClusterLink, "owner": OrganizationLink}

    def _insert(self, new: Sequence[Entering]) -> int:
        count = super()._insert(new)
        states = [
            {"platform_id": one.key, "starts_on": one.given.get("opened_on") or self.situation.as_of}
            for one in new
        ]
        bulk.insert(PlatformState, states)
        return count


class FinanceDesk(RecordDesk):
    """惠企资金台账"""

    model = FinanceRecord
    identity = ("product_id", "enterprise_id", "cluster_id", "amount_kind", "paid_on", "applied_on")
    links: ClassVar = {"product": ProductLink, "enterprise": EnterpriseLink, "cluster": ClusterLink}

    def begin(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What has a day of payment is paid; the rest was applied for."""
        states = FinanceRecord.Status
        return {"status": (states.PAID if given.get("paid_on") else states.APPLIED).value}


class PolicyDesk(RecordDesk):
    """惠企政策汇编"""

    model = Policy
    identity = ("place_id", "title")
    links: ClassVar = {"place": PlaceLink, "department": DepartmentLink}

    def _reached(self, keys: list[int]) -> set[int]:
        return set(keys)  # published documents are open to every reader


class ClaimDesk(RecordDesk):
    """政策兑现台账"""

    model = PolicyClaim
    identity = ("policy_id", "enterprise_id", "submitted_on")
    links: ClassVar = {"policy": PolicyLink, "enterprise": EnterpriseLink}

    def begin(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What has a day of payment is paid; the rest was claimed."""
        states = PolicyClaim.Status
        return {"status": (states.PAID if given.get("paid_on") else states.SUBMITTED).value}
