"""活动链登记页 — lists and pages of what is done together."""
