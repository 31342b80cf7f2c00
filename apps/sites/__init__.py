"""阵地链 — where it happens: sites, demonstration belts, buildings, bookings; no link to a person."""
