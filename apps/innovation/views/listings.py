"""供需 — the two-sided list, who claimed an entry, what was brought together and what came of it."""

from typing import Any

from django.db.models import Count, Q, Sum

from apps.clusters.models import Cluster, Enterprise
from apps.core.columns import Column, columns
from apps.core.entry import RegisterEntry
from apps.core.formatting import money
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.innovation.filters import DealFilter, ListingFilter, MatchFilter
from apps.innovation.models import Deal, Listing, ListingClaim, Match

OWNER = Column("owner", "所属单位", lambda row: row.owner, joins=("enterprise", "institution", "department"))
TONES = {"published": "good", "dealt": "good", "returned": "warn", "closed": "warn"}


class Listings(RegisterList):
    model = Listing
    filterset_class = ListingFilter
    columns = columns(
        Listing,
        "title",
        "listing_no",
        "direction",
        "kind",
        OWNER,
        "cluster",
        "published_on",
        "expires_on",
        "status",
    )
    default_order = ("-published_on",)
    roster = "listing"

    def summary(self, rows: Any) -> str:
        each = rows.order_by().aggregate(
            needs=Count("pk", filter=Q(direction="need")), offers=Count("pk", filter=Q(direction="offer"))
        )
        return f"需求{each['needs']}条，供给{each['offers']}条"


class ListingPage(RegisterEntry):
    model = Listing
    facts = (
        *("listing_no", OWNER, "cluster", "submitted_on", "audited_on", "published_on"),
        *("expires_on", "closed_on", "text"),
    )
    badges = ("direction", "kind", "status")
    tones = TONES
    parts = (
        Part(
            "认领",
            ListingClaim,
            "listing",
            columns(ListingClaim, "claimed_on", "enterprise", "institution", "department", "contact"),
            unit="方",
            sentence="还没有认领。",
        ),
        Part(
            "对接的供给",
            Match,
            "need",
            columns(Match, "matched_on", "offer", "offer__cluster", "note"),
            unit="次",
        ),
        Part(
            "对接的需求",
            Match,
            "offer",
            columns(Match, "matched_on", "need", "need__cluster", "note"),
            unit="次",
        ),
        Part("成交", Deal, "listing", columns(Deal, "signed_on", "amount", "claim", "match"), unit="笔"),
    )


class Matches(RegisterList):
    model = Match
    filterset_class = MatchFilter
    columns = columns(Match, "need", "offer", "need__cluster", "matched_on", "note")
    default_order = ("-matched_on",)
    unit = "次"


class MatchPage(RegisterEntry):
    model = Match
    facts = ("need", "offer", "matched_on", "note")
    parts = (Part("成交", Deal, "match", columns(Deal, "signed_on", "amount"), unit="笔"),)


class Deals(RegisterList):
    model = Deal
    filterset_class = DealFilter
    columns = columns(Deal, "listing", "listing__direction", "listing__cluster", "signed_on", "amount")
    default_order = ("-signed_on",)
    unit = "笔"

    def summary(self, rows: Any) -> str:
        amount = rows.order_by().aggregate(amount=Sum("amount"))["amount"]
        return f"成交额{money(amount)}" if amount else ""


class DealPage(RegisterEntry):
    model = Deal
    facts = ("listing", "claim", "match", "signed_on", "amount")


SHOWN = columns(Listing, "title", "direction", "kind", "published_on", "expires_on", "status")
shown_with(Enterprise, Part("需求和供给", Listing, "enterprise", SHOWN, filter="enterprise"))
shown_with(Cluster, Part("需求和供给", Listing, "cluster", SHOWN, filter="cluster"))
