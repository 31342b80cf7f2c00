"""明细 — the rows behind a number as tables, as they stood on a day; one module for what one chain opens."""

from django.db.models import Model

from apps.chains.tables import registers
from apps.chains.tables.sheet import Sheet, address, joined

SHEETS: dict[type[Model], Sheet] = registers.SHEETS

__all__ = ["SHEETS", "Sheet", "address", "joined"]
