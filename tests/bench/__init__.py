"""量速度 — what the import costs, beside what others cost, in one run on one machine."""
