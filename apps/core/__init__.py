"""构件 — remit, period, history, encrypted fields; knows no domain word."""
