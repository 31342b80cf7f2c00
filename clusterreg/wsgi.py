"""网页入口 — the application a web server calls."""

import os

from django.core.wsgi import get_wsgi_application

from clusterreg.databases import WEB

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clusterreg.settings")
os.environ[WEB] = "1"

application = get_wsgi_application()
