"""人才链的筛选 — how people are found, and how the registers about them are."""

from apps.members.filters.people import MemberFilter, is_number, is_whole_number

__all__ = ["MemberFilter", "is_number", "is_whole_number"]
