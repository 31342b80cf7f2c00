"""上限 — how much of anything a roster may hold; beyond it a file is an accident or an attack."""

FILE_BYTES = 20 * 1024 * 1024
ROWS = 200_000
COLUMNS = 256
SHEETS = 200
CELL_CHARACTERS = 32_767

ARCHIVE_ENTRIES = 2_000
PART_BYTES = 320 * 1024 * 1024
ARCHIVE_BYTES = 480 * 1024 * 1024
TAG_BYTES = 64 * 1024

# What the process that opens a stranger's file may use; a large file is given more time than a small one.
MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS, CPU_SECONDS_PER_MEGABYTE = 7, 2


def cpu_seconds(size: int) -> int:
    return CPU_SECONDS + CPU_SECONDS_PER_MEGABYTE * (size // (1024 * 1024))


def wall_seconds(size: int) -> int:
    """Waiting for other work is allowed for, but not for ever."""
    return 2 + cpu_seconds(size) * (1 if size < 1024 * 1024 else 2)


# How often a real roster could possibly hold these; bombs hold a hundred thousand.
MARKS = {
    b"<definedName": 5_000,
    b"<dataValidation ": 5_000,
    b"<conditionalFormatting": 5_000,
    b"<hyperlink ": 20_000,
    b"<tableColumn ": 2_000,
    b"<mergeCell ": 60_000,
}
COMMENT_BYTES = 10 * 1024 * 1024
