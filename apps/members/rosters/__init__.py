"""人才链名册 — that of members (people), and those of posts, honours, teams and programmes (registers)."""

from apps.members.rosters.people import MemberRoster

__all__ = ["MemberRoster"]
