"""What every indicator of this chain has in common."""

from typing import Any

from apps.chains.indicator import Better, Chain, Indicator
from apps.chains.organization import REVIEWED


def indicator(code: str, identifier: str, better: Better = Better.HIGHER, **said: Any) -> Indicator:
    """One of this chain."""
    return Indicator(
        code=code, identifier=identifier, chain=Chain.INNOVATION, better=better, reviewed_on=REVIEWED, **said
    )
