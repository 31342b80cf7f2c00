"""名册 — spreadsheets in and out, for any app."""
