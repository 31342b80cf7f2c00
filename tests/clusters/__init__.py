"""底座 — tests of apps/clusters."""
