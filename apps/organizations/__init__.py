"""组织链 — Party organisations, cluster bodies, coverage and action branches; no link to a person."""
