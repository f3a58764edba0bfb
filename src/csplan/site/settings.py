"""Settings of the site: read from the environment, safe where nothing is said."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from csp.constants import NONE, SELF

from csplan.site.environment import database_of, folder, mail_of, number_of, secret_key, words_of
from csplan.site.signing_in import limits, sign_on_providers

ROOT: Final = Path(__file__).resolve().parents[3]
STATE: Final = folder(Path(os.environ.get("CSPLAN_STATE", "var")).resolve())  # database, secret key, static files

CSPLAN_DEMO: Final = os.environ.get("CSPLAN_DEMO") == "1"  # a training site: sign-in by one click, made-up people
CSPLAN_MAIL_FROM: Final = os.environ.get("CSPLAN_MAIL_FROM", "csplan@localhost")
CSPLAN_WEBHOOKS_PRIVATE: Final = os.environ.get("CSPLAN_WEBHOOKS_PRIVATE") == "1"  # may call private addresses
CSPLAN_LEASE_SECONDS: Final = number_of("CSPLAN_LEASE_SECONDS", 120)
CSPLAN_KEEP_DAYS: Final = number_of("CSPLAN_KEEP_DAYS", 400)  # of what only serves to know a thing sent twice
CSPLAN_API_PER_MINUTE: Final = number_of("CSPLAN_API_PER_MINUTE", 600)  # requests of one token

LIMITS: Final = limits()  # of signing in, held to the profile that CSPLAN_PROFILE names

DEBUG = False
SECRET_KEY = secret_key(STATE)
ALLOWED_HOSTS = words_of("CSPLAN_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = words_of("CSPLAN_ORIGINS", "")
CSPLAN_ADDRESS: Final = os.environ.get("CSPLAN_ADDRESS", "http://127.0.0.1:8000").rstrip("/")  # of links in mails

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "axes",
    "csplan.ledger",
    "csplan.outbox",
    "csplan.agencies",
    "csplan.absences",
    "csplan.standards",
    "csplan.clocks",
    "csplan.contacts",
    "csplan.events",
    "csplan.desk",
    "csplan.adapters.feed",
    "csplan.adapters.mail",
    "csplan.adapters.webhooks",
    "csplan.adapters.api",
    "csplan.adapters.imports",
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
    "allauth.account.middleware.AccountMiddleware",
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
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "csplan.agencies.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": LIMITS["CSPLAN_PASSWORD_LENGTH"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = LIMITS["CSPLAN_LINK_HOURS"] * 3600  # of the one-time link to set a password
LOGIN_URL = "agencies:sign_in"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "csplan.agencies.signing_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; its checks want the two to agree
ACCOUNT_RATE_LIMITS = False  # failed attempts are counted by axes, in the database that all processes share
SOCIALACCOUNT_ADAPTER = "csplan.agencies.signing_in.SignOnAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form would be held back by form-action in the policy of the page
SOCIALACCOUNT_PROVIDERS = sign_on_providers()
MFA_ADAPTER = "csplan.agencies.signing_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are not quite right
MFA_TOTP_ISSUER = "csplan"
MFA_RATE_LIMITS = {"webauthn_login": None}  # no key can be guessed, and a county comes from one address
MFA_FORMS = {
    "authenticate": "csplan.agencies.second_factor.CodeForm",
    "reauthenticate": "csplan.agencies.second_factor.CodeAgainForm",
    "activate_totp": "csplan.agencies.second_factor.AppForm",
    "add_webauthn": "csplan.agencies.second_factor.KeyForm",
}
ACCOUNT_FORMS = {"reauthenticate": "csplan.agencies.forms.PasswordAgainForm"}
CSPLAN_SECOND_FACTOR: Final = bool(LIMITS["CSPLAN_SECOND_FACTOR"])
CSPLAN_SESSION_HOURS: Final = LIMITS["CSPLAN_SESSION_HOURS"]

AXES_FAILURE_LIMIT = LIMITS["CSPLAN_LOCK_AFTER"]
AXES_COOLOFF_TIME = timedelta(minutes=LIMITS["CSPLAN_LOCK_MINUTES"])
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or a stranger could lock somebody out for good
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "credential"]  # not kept with a failed attempt
AXES_CLIENT_STR_CALLABLE = "csplan.agencies.signing_in.somebody"  # no personal data in logs

SESSION_ENGINE = "csplan.site.sessions"
SESSION_COOKIE_AGE = LIMITS["CSPLAN_IDLE_MINUTES"] * 60
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
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W006"]  # our own page says who is locked out; a county shares an address
