"""人才链 — members, and every link from a person to anything else."""
