"""人才链名册 — the roster of members (people), and those of posts, honours, teams and programmes (registers)."""

from apps.members.rosters.people import MemberRoster

__all__ = ["MemberRoster"]
