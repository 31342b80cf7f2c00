"""演示数据 — the five published systems with invented people in them, the same every time.

``loading.load`` builds it register by register: what stands (places, firms, branches, people) is planned
by the modules here, all else is filled from plain tables by ``filling``. What is published and what is
invented stands in ``fixtures/systems``, one folder for each system.
"""
