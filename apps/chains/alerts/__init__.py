"""预警 — what is not as it should be, kind by kind: like an indicator, an alert is its rows (domain.md §5.4).

A kind names the rows it is raised for on a day; counting, listing, the start page and the boards ask the same
rows. A row that somebody looked into is left out until the day named then (``Clearance``).
"""
