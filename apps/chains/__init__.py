"""六链 — how it is all read: indicators, boards and readings."""
