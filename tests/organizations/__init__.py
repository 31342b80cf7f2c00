"""组织链 — tests of apps/organizations."""
