"""Settings of the site: read from the environment, safe where nothing is said."""

import os
from pathlib import Path
from typing import Any, Final

from csp.constants import NONE, SELF

from csplan.site.environment import database_of, folder, mail_of, number_of, secret_key, words_of

ROOT: Final = Path(__file__).resolve().parents[3]
STATE: Final = folder(Path(os.environ.get("CSPLAN_STATE", "var")).resolve())  # database, secret key, static files

CSPLAN_DEMO: Final = os.environ.get("CSPLAN_DEMO") == "1"  # a training site: sign-in by one click, made-up people
CSPLAN_IDLE_MINUTES: Final = number_of("CSPLAN_IDLE_MINUTES", 15)
CSPLAN_MAIL_FROM: Final = os.environ.get("CSPLAN_MAIL_FROM", "csplan@localhost")
CSPLAN_LEASE_SECONDS: Final = number_of("CSPLAN_LEASE_SECONDS", 120)
CSPLAN_API_PER_MINUTE: Final = number_of("CSPLAN_API_PER_MINUTE", 600)  # requests of one token

DEBUG = False
SECRET_KEY = secret_key(STATE)
ALLOWED_HOSTS = words_of("CSPLAN_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = words_of("CSPLAN_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csplan.ledger",
    "csplan.outbox",
    "csplan.agencies",
    "csplan.absences",
    "csplan.standards",
    "csplan.clocks",
    "csplan.contacts",
    "csplan.desk",
    "csplan.adapters.mail",
    "csplan.adapters.api",
    "csplan.site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csplan.site.middleware.WallsMiddleware",
    "csplan.adapters.api.middleware.TokenMiddleware",
]
ROOT_URLCONF = "csplan.site.urls"
WSGI_APPLICATION = "csplan.site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csplan.site.context.around",
            ],
        },
    }
]

DATABASES = {"default": database_of(os.environ.get("DATABASE_URL", ""), STATE)}

AUTH_USER_MODEL = "agencies.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "agencies:sign_in"
LOGIN_REDIRECT_URL = "home"

SESSION_COOKIE_AGE = CSPLAN_IDLE_MINUTES * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_COOKIES: Final = os.environ.get("CSPLAN_HTTPS", "0" if CSPLAN_DEMO else "1") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("CSPLAN_BEHIND_PROXY") == "1" else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "connect-src": [SELF],  # what is known of a case, while it is typed
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the style sheet of USWDS has small pictures inside
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DEFAULT_FROM_EMAIL = CSPLAN_MAIL_FROM
globals().update(mail_of(STATE, demo=CSPLAN_DEMO))

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
USE_I18N = False

STATIC_URL = "static/"
STATIC_ROOT = folder(STATE / "static")
USWDS: Final = Path(os.environ.get("CSPLAN_USWDS", ROOT / "node_modules/@uswds/uswds/dist"))
STATICFILES_DIRS = [(f"uswds/{part}", USWDS / part) for part in ("css", "fonts", "img")]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []
