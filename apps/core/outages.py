"""断线与满盘 — told apart from a refusal: what was asked may be asked again once the trouble is over."""

import errno
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

DISK_FULL = "53100"
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def is_database_away(error: BaseException | None) -> bool:
    """Whether an error means that the database cannot be reached, rather than that it refused something.

    No SQLSTATE: no connection was made, or it broke. 08: connection lost. 57P: shutting down or starting.
    53300: full.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(("08", "57P", "53300"))


def is_disk_full(error: BaseException | None) -> bool:
    """Whether there was no room, for the database or for a file of ours."""
    return any(
        getattr(each, "sqlstate", None) == DISK_FULL or (isinstance(each, OSError) and each.errno in NO_SPACE)
        for each in _behind(error)
    )


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
