"""量速度 — what the import costs, beside what others cost, in one run on one machine.

The modules below need Django as they are read, in whatever process they are read.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
