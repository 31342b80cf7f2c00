"""服务链的变动 — each workflow in a module of its own: its table of moves, then its moves."""
