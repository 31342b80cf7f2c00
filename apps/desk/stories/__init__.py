"""全貌页 — everything about one cluster, enterprise, organisation or person, across the apps."""
