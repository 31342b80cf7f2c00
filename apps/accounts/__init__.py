"""账号与职责 — who is looking: users, duties and the grants that make a remit."""
