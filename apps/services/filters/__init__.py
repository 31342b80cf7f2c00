"""服务链的筛选 — how the registers of services are found, one module a noun."""
