"""设置规则 — the numbers that the rules on branches and their committees name (支部工作条例, §5.1 R2–R9)."""

from datetime import timedelta

WIDEST_JOINT = 5
LARGEST_BRANCH = 50
SMALLEST_GENERAL, SMALLEST_COMMITTEE = 50, 100
COMMITTEE_FROM = 7
"""正式党员七人以上的支部设委员会."""
COMMITTEE_SIZES = (3, 5)
LARGEST_COMMITTEE = 7
REPLY_WITHIN = timedelta(days=31)
LONGEST_EXTENSION = timedelta(days=366)
