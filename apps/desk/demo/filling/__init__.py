"""照表登记 — registers filled from plain tables: a line is one row as published, or a recipe for many.

A table's columns are the model's fields. ``count`` says how many rows a line stands for; cells may then
leave something open: ``a|b`` is taken in turn, ``2023-01-05..2023-06-30`` or ``3..9`` is drawn, ``=13450``
is shared out so that the sum is right, ``+20..40`` counts days from the line's first date, ``today-30`` from
today. For what a row points to, ``*`` draws one of the line's cluster or place, and a name finds it.
"""
