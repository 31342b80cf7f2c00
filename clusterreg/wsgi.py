"""网页入口 — the application a web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clusterreg.settings")

application = get_wsgi_application()
