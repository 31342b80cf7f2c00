"""项目装配 — the database, the processes, the keys and the error pages."""
