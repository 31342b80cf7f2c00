"""不丢失 — killed, cut off, full, overtaken, twice: what is written stays whole."""
