"""配置 — what a server may change comes from the environment; nothing here starts or writes anything."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from clusterreg import keys
from clusterreg.databases import database

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("CLUSTERREG_HOME") or BASE_DIR / "var").resolve()
HOME_MARK = hashlib.sha256(os.fsencode(HOME)).hexdigest()[:8]

KEYS = keys.read_keys(HOME, os.environ)
SECRET_KEY = keys.key_bytes(keys.SIGNING, KEYS[keys.SIGNING]).hex()
DATA_KEYS = keys.DataKeys(HOME, os.environ)
INDEX_KEY = keys.key_bytes(keys.INDEX, KEYS[keys.INDEX])
BACKUP_KEY = keys.read_backup_key(HOME, os.environ)
CIPHER_SUITE = os.environ.get("CLUSTERREG_CIPHER_SUITE", "aes")

PRODUCTION = os.environ.get("CLUSTERREG_PRODUCTION") == "1"
DEBUG = os.environ.get("CLUSTERREG_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("CLUSTERREG_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CLUSTERREG_ORIGINS", "").split(",") if origin]
HTTPS = os.environ.get("CLUSTERREG_HTTPS") == "1"

INSTALLED_APPS = [
    "clusterreg",
    "apps.desk",
    "apps.chains",
    "apps.activities",
    "apps.innovation",
    "apps.services",
    "apps.members",
    "apps.sites",
    "apps.accounts",
    "apps.organizations",
    "apps.clusters",
    "apps.rosters",
    "apps.core",
    "pgtrigger",
    "pghistory",
    "django_filters",
    "import_export",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "axes",
    "clusterreg.administration.RegistryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "clusterreg.middleware.MethodMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clusterreg.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "clusterreg.middleware.NoNullMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.core.audit.recording.AddressMiddleware",
    "apps.accounts.sessions.SessionMiddleware",
    "apps.accounts.middleware.FirstThingsMiddleware",
    "axes.middleware.AxesMiddleware",
    "apps.accounts.middleware.RemitMiddleware",
]

ROOT_URLCONF = "clusterreg.urls"
WSGI_APPLICATION = "clusterreg.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clusterreg.navigation.navigation",
            ]
        },
    }
]

DATABASES = {"default": database(HOME, os.environ)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["apps.core.passwords.RegistryArgon2PasswordHasher"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk:start"
LOGOUT_REDIRECT_URL = "accounts:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "apps.accounts.password_rules.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "apps.accounts.password_rules.ClassesValidator"},
    {"NAME": "apps.accounts.password_rules.PublishedPasswordValidator"},
    {"NAME": "apps.accounts.password_rules.FormerPasswordValidator"},
]
PASSWORD_DAYS = int(os.environ.get("CLUSTERREG_PASSWORD_DAYS", "90"))

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "apps.core.audit.recording.address_of"
AXES_LOCKOUT_CALLABLE = "apps.accounts.locking.answer"
FAILURES_OF_AN_ADDRESS = 30  # several accounts may share an address
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # addresses are counted by accounts.locking
BEHIND_GATEWAY = HTTPS

SESSION_IDLE = timedelta(minutes=30)
SESSION_LASTS = timedelta(hours=12)
PROOF_LASTS = timedelta(minutes=10)
ONE_SESSION = os.environ.get("CLUSTERREG_ONE_SESSION", "1") == "1"
SECOND_FACTOR = os.environ.get("CLUSTERREG_SECOND_FACTOR") == "1"

# Browsers share cookies between ports: two homes on one host must not sign each other out.
SESSION_COOKIE_NAME = f"clusterreg_session_{HOME_MARK}"
CSRF_COOKIE_NAME = f"clusterreg_csrf_{HOME_MARK}"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "clusterreg" / "static"]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME / "files"
AUDIT_DIRECTORY = Path(os.environ.get("CLUSTERREG_AUDIT_DIRECTORY") or HOME / "audit")
BACKUP_DIRECTORY = Path(os.environ.get("CLUSTERREG_BACKUP_DIRECTORY") or HOME / "backups")
BACKUP_AT = os.environ.get("CLUSTERREG_BACKUP_AT", "")  # 每日自动备份的时刻，如 02:30；空为不备份
BACKUP_KEEP = int(os.environ.get("CLUSTERREG_BACKUP_KEEP", "30"))
# Rosters hold ID numbers: an upload never becomes a temporary file.
FILE_UPLOAD_HANDLERS = ["apps.rosters.receiving.MemoryOnlyHandler"]

# 一次导出超过多少人须经他人批准；0 为不须批准
EXPORT_APPROVAL_ABOVE = int(os.environ.get("CLUSTERREG_EXPORT_APPROVAL_ABOVE", "500"))

# 党群服务中心达标面积（平方米），默认按 DB1310/T 264.10
CENTRE_AREA = int(os.environ.get("CLUSTERREG_CENTRE_AREA", "500"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"database_away": {"()": "clusterreg.errors.DatabaseAwayFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["database_away"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True, "level": "WARNING"},
        "django.request": {"level": "ERROR"},  # a page that is not there is no event
        "django_tasks_db": {"level": "ERROR"},
    },
}
