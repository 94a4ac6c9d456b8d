"""Django settings. What differs between machines comes from the environment (see `practice/env.py`)."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from practice import env

django_stubs_ext.monkeypatch()  # so that ModelAdmin[Booking] and its like may be written at run time

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(str(BASE_DIR / "var" / "env"))

# Who and where
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.required("SECRET_KEY")
FIELD_KEYS = env.field_keys()
SITE_URL, SITE_HOST, IS_HTTPS = env.site_url()
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS") or ([SITE_HOST] if IS_HTTPS else ["127.0.0.1", "localhost", "[::1]"])
TRUSTED_PROXIES = env.networks()
DATABASES = {"default": env.database(BASE_DIR)}
LEDGER_FILE = env.ledger_file(BASE_DIR, DATABASES["default"])  # the seals of the ledger, outside the database
MAILERS = {"default": env.mailer(BASE_DIR)}
DEFAULT_FROM_EMAIL = f"hello@{SITE_HOST}"  # the practice's own address, once she has set it, takes its place
# Not in the database and not in its backups: a backup that is restored must not forget who was erased after it.
ERASURE_LIST = BASE_DIR / env.optional("ERASURE_LIST", "var/erasures.jsonl")
# Made again from the database when something is missing, which takes seconds: the web server must write here.
PICTURES_FOLDER = BASE_DIR / env.optional("PICTURES_FOLDER", "var/pictures")
SHOWS_MAILBOX = not IS_HTTPS and urlsplit(env.required("EMAIL_URL")).scheme == "folder"

INSTALLED_APPS = [
    "worksheets",
    "bookings",
    "articles",
    "accounts",
    "practice.apps.PracticeConfig",
    "practice.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_prose_editor",
]

MIDDLEWARE = [
    "practice.middleware.log_route",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "practice.middleware.private_unless_public",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.end_idle_sign_ins",
    "practice.own_address.give_own_address",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.clear_after_sign_out",
    "accounts.shared_phone.mind_shared_phones",
    "accounts.ways_in.guard_ways_in",
    "accounts.middleware.limit_sign_in",
    "accounts.second_factor.guard_desk",
    "practice.lost_keys.refuse_clearly",
]

ROOT_URLCONF = "practice.urls"
WSGI_APPLICATION = "practice.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "practice.context.practice",
                "accounts.context.browser",
            ],
        },
    },
]

# Language and time. Instants are stored in UTC; this zone is where dates without a zone are read and shown.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("hi", _("Hindi"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Kolkata"
FIRST_DAY_OF_WEEK = 1

# Static files: hashed names, compressed once by `collectstatic`
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "var" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# What only whoever looks into a library's script asks for takes longer to compress than all else.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
# No other site has a use for them, and none may ask a browser whether it has been here.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# One cache for all processes: a per-process cache would multiply every limit that is counted in it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "practice_cache"}}

# Cookies: only private pages set any. The __Host- prefix pins them to this host over https.
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_ENGINE = "practice.sessions"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(hours=4).total_seconds())  # accounts/sign_ins.py ends it sooner
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # as long as the browser stays open
CSRF_FAILURE_VIEW = "practice.errors.csrf_failure"

# In the session, not in a cookie of their own: they may name an address.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS and TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = int(timedelta(days=730).total_seconds()) if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer browsers send `Origin: null`, and every form is refused
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 600
FILE_UPLOAD_HANDLERS = [
    "practice.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PasswordBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "space"
LOGOUT_REDIRECT_URL = "/signed-out/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "add_email": "accounts.forms.NewAddressForm",
    "request_login_code": "accounts.forms.AskForCodeForm",
    "confirm_login_code": "accounts.forms.EnterCodeForm",
    "reset_password": "accounts.forms.ForgottenPasswordForm",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
PASSWORD_RESET_TIMEOUT = 3600
# accounts/limits.py counts instead: these are neither atomic nor safe against locking someone else out.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "SereinMind"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.NotThePracticeValidator"},
    {"NAME": "accounts.passwords.MaximumLengthValidator", "OPTIONS": {"max_length": 512}},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

CRISPY_ALLOWED_TEMPLATE_PACKS = ["serein"]
CRISPY_TEMPLATE_PACK = "serein"

# Logs: ids and routes only; the routes come from practice.middleware.log_route
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "practice.logs.OneLineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # What makes PDFs tells of every letter that it lays out, and those may be a client's.
        "fpdf": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "fontTools": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "fido2": {"handlers": ["console"], "level": "WARNING", "propagate": False},  # else it tells of every new key
        # Their lines hold paths, and a path may hold a token: practice.middleware logs the route instead.
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
