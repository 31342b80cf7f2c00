"""值守 — outlives the others and stops the server when all of them are gone, even killed."""

import fcntl
import os
import sys
from pathlib import Path

from clusterreg.embedded_postgres.layout import Layout
from clusterreg.embedded_postgres.lifetime import open_lock, stop_if_unused, transition


def keep(layout: Layout) -> None:
    """Wait until nobody holds a lease, then stop the server and leave."""
    users = open_lock(layout, "users")
    stopped = False
    while not stopped:
        fcntl.flock(users, fcntl.LOCK_EX)
        # Let go before asking for the transition: whoever holds that may be waiting for a lease.
        fcntl.flock(users, fcntl.LOCK_UN)
        with transition(layout):
            stopped = stop_if_unused(layout, users)
            fcntl.flock(users, fcntl.LOCK_UN)


def main(home: str) -> None:
    """Be the one keeper of a home; a second one leaves at once."""
    layout = Layout(Path(home))
    duty = open_lock(layout, "keeper")
    try:
        fcntl.flock(duty, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    keep(layout)
    os.close(duty)


if __name__ == "__main__":
    main(sys.argv[1])
