"""撤销 — take back everything written under one label: an upload, another undo, one change.

    with staged({"upload": 12}, sparing=("rosters",)) as undoing:
        undoing.counts(), undoing.kept()          # what would go back, what stays and because of whom
        undoing.carry_out()

History has every row as it was before; what was touched since stays (``holding``), all the rest is written
back set by set (``restoring``). The caller holds the transaction and says why with ``because``.
"""

from apps.core.undoing.holding import Why
from apps.core.undoing.restoring import settles
from apps.core.undoing.telling import Told, tell
from apps.core.undoing.undoing import Count, Kept, Undoing, staged

__all__ = ["Count", "Kept", "Told", "Undoing", "Why", "settles", "staged", "tell"]
