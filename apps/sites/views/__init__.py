"""阵地链登记页 — lists and pages about one row, one module a noun."""
