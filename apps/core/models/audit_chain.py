"""链 — how an entry is linked to the one before: stated once, for the trigger and for checking."""

COLUMNS = ("number", "at", "account", "action", "subject", "result", "address", "detail")


def digest(row: str, previous: str) -> str:
    """SQL for the hash of an entry over the hash before it."""
    told = {"at": "extract(epoch FROM {})"}
    columns = ", ".join(told.get(column, "{}").format(row + column) for column in COLUMNS)
    return f"sha256({previous} || convert_to(jsonb_build_array({columns})::text, 'UTF8'))"


LINK = f"""
    PERFORM pg_advisory_xact_lock(hashtextextended('clusterreg.audit', 0));
    SELECT last.number + 1, last.hash INTO NEW.number, NEW.previous
        FROM {{meta.db_table}} last ORDER BY last.number DESC LIMIT 1;
    NEW.number := coalesce(NEW.number, 1);
    NEW.previous := coalesce(NEW.previous, ''::bytea);
    NEW.hash := {digest("NEW.", "NEW.previous")};
    RETURN NEW;
"""  # nosec B608
"""Entries follow one another: whoever adds one waits for the one before to be settled."""
