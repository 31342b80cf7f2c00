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

# Seconds and bytes given to the process that opens a stranger's file.
WALL_SECONDS = 25
CPU_SECONDS = 25
MEMORY_BYTES = 1536 * 1024 * 1024

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
