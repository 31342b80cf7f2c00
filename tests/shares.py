"""长短两种走查 — `make test-long` walks everything; every run walks a tenth, another one for every desk."""

import os
from collections.abc import Iterable

LONG = os.environ.get("CLUSTERREG_LONG") == "1"
SHARES = 10


def share_of(names: Iterable[str], column: int, shares: int = SHARES) -> list[str]:
    """What a desk walks of these: all in the long form, else every tenth, so that each is met by one desk."""
    return [name for place, name in enumerate(sorted(names)) if LONG or (place + column) % shares == 0]
