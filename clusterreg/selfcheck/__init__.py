"""系统自检 — whether this host may be trusted with people's data: questions, each answered in a sentence.

A check is one function that answers a finding. Production starts only when none is red; the page and the
command tell them all.
"""
