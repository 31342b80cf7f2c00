"""测试配置 — the product's settings with fixed keys and quick hashing."""

import os

from clusterreg.databases import OWNER, ROLE, WEB

# Before the product's settings are read: test runs create databases, which only the owner may.
os.environ[ROLE] = OWNER
os.environ[WEB] = "1"

from clusterreg.settings import *

SECRET_KEY = "tests-only-signing-key-that-opens-nothing-anywhere-else"
DATA_KEYS = {"1": bytes(range(32))}
INDEX_KEY = bytes(range(32, 64))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
AUDIT_DIRECTORY = HOME / "tests" / "audit"
