"""创新链名册经办 — how the rows of each roster meet the register."""

from collections.abc import Mapping
from typing import Any, ClassVar

from apps.clusters.links import ClusterLink, EnterpriseLink, InstitutionLink, OwnerLink
from apps.innovation.models import Listing, PatentCount, ResearchContract
from apps.rosters.records import RecordDesk


class ListingDesk(RecordDesk):
    """供需清单"""

    model = Listing
    identity = ("listing_no",)
    links: ClassVar = {"owner": OwnerLink, "cluster": ClusterLink}

    def begin(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What has a day of publication is published; the rest is still being collected."""
        if given.get("published_on"):
            return {"status": Listing.Status.PUBLISHED.value, "audited_on": given["published_on"]}
        return {"status": Listing.Status.DRAFT.value, "submitted_on": self.situation.as_of}


class PatentDesk(RecordDesk):
    """专利统计"""

    model = PatentCount
    identity = ("enterprise_id", "year")
    links: ClassVar = {"enterprise": EnterpriseLink}


class ResearchContractDesk(RecordDesk):
    """产学研合作"""

    model = ResearchContract
    identity = ("enterprise_id", "institution_id", "title")
    links: ClassVar = {
        "enterprise": EnterpriseLink,
        "institution": InstitutionLink,
        "cluster": ClusterLink,
    }
