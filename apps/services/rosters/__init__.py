"""服务链名册 — what staff keep in spreadsheets, column by column, one module a noun."""
