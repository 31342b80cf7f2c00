"""审计 — what was done by whom is written down where it cannot be unwritten.

``recording.record`` adds an entry inside the transaction of the act and copies it outside the database
before the act is acknowledged. ``models.audit_chain`` links entries, ``history`` seals the change history
into the chain, ``verifying`` finds what has been tampered with.
"""
