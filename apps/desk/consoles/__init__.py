"""三员控制台 — system: settings, jobs; security: accounts, grants, locks, requests; audit: the log."""

from apps.core.console import panels
from apps.desk.consoles import audit, security, system

__all__ = ["audit", "panels", "security", "system"]
