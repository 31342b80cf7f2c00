"""命令 — setting up and serving the registry."""
