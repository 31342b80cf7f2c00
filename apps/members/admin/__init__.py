"""人才链登记 in the administration."""

from apps.members.admin import developing, growing, people

__all__ = ["developing", "growing", "people"]
