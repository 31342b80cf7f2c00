"""命令 — what the chains offer on the command line."""
