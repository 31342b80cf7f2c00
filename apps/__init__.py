"""应用 — the registry itself; README.md in this folder is its map."""
