"""控制台 — what the start page of each of the three administrators shows, said by whoever knows it.

A panel is a function registered under the permission that opens it; nobody sees another's console.
"""

from collections.abc import Callable
from typing import Any

from apps.core.story import Panel

SYSTEM, SECURITY, AUDIT = "core.system_console", "core.security_console", "core.audit_console"
Show = Callable[[], Panel]
PANELS: dict[str, list[Show]] = {SYSTEM: [], SECURITY: [], AUDIT: []}


def shows(permission: str) -> Callable[[Show], Show]:
    """Let the console of this permission show the panel that a function makes."""

    def register(show: Show) -> Show:
        PANELS[permission].append(show)
        return show

    return register


def panels(user: Any) -> list[Panel]:
    """What this reader's console shows, in the order in which it was registered."""
    return [show() for permission, shown in PANELS.items() if user.has_perm(permission) for show in shown]
