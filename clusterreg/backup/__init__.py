"""备份 — the whole registry in one sealed file, and from that file again.

A file is a stream: sealed in chunks (``stream``), compressed, and made of named parts (``parts``).
``taking`` writes one from a single snapshot of the database; ``restoring`` puts it back in a single
transaction. The keys are never inside: the file says by their marks which ones its data need.
"""
