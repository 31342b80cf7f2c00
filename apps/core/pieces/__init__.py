"""构件 — what the template tags of `pieces` are made of: plain functions from values to HTML."""
