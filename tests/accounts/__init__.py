"""账号与职责 — tests of apps/accounts."""
