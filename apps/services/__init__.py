"""服务链 — what is done for enterprises: catalogues, orders, lists, visits, platforms, money, meetings."""
