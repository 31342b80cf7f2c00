"""创新链登记页 — lists and pages of what is tackled together."""
