"""All settings, read strictly from the environment. docs/running.md explains each one.

With DEBUG off the site refuses to start on a missing or published secret.
"""

import secrets
from pathlib import Path

import environ
from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()


def flag(name: str) -> bool:
    """A yes-or-no setting; anything but on/off, true/false, yes/no, 1/0 is an error."""
    value = env.str(name, default="off").strip().lower()
    if value in ("on", "true", "yes", "1"):
        return True
    if value in ("off", "false", "no", "0", ""):
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: say on or off.")


def listed(name: str, default: list[str]) -> list[str]:
    """A setting of several values, joined by commas."""
    given = env.ENVIRON.get(name)
    return default if given is None else [value.strip() for value in given.split(",") if value.strip()]


def whole_number(name: str) -> int:
    """A setting that is a whole number, 0 where it is not given."""
    given = env.ENVIRON.get(name, "").strip() or "0"
    if not (given.isascii() and given.isdigit()):
        raise ImproperlyConfigured(f"{name}={given!r}: give a whole number.")
    return int(given)


def site_url() -> str:
    """The site's own address, without a stroke at its end."""
    given = env.ENVIRON.get("SITE_URL", "http://127.0.0.1:8000").strip().rstrip("/")
    if not given.startswith(("http://", "https://")):
        raise ImproperlyConfigured(f"SITE_URL={given!r}: give the whole address, such as https://upr.example.org.")
    return given


def encryption_keys() -> list[str]:
    """The Fernet keys that wrap the data keys of confidential records, the first of which wraps new ones."""
    given = listed("FIELD_ENCRYPTION_KEYS", default=[])
    for number, key in enumerate(given, 1):
        try:
            Fernet(key)
        except ValueError:
            raise ImproperlyConfigured(
                f"FIELD_ENCRYPTION_KEYS: key {number} is not 32 random bytes in URL-safe base64."
            ) from None
    return given


def data_licence() -> list[str]:
    """The short name of a licence and its address; empty where none is stated."""
    given = env.ENVIRON.get("DATA_LICENCE", "").split()
    if given and (len(given) != 2 or not given[1].startswith("https://")):
        form = "CC-BY-4.0 https://creativecommons.org/licenses/by/4.0/"
        raise ImproperlyConfigured(f"DATA_LICENCE={' '.join(given)!r}: give its short name and its address, as {form}.")
    return given


def security_contact() -> str:
    """Where a hole may be told: the address of a mailbox or of a page; empty where none is stated."""
    given = env.ENVIRON.get("SECURITY_CONTACT", "").strip()
    if given and (not given.startswith(("mailto:", "https://")) or any(map(str.isspace, given))):
        raise ImproperlyConfigured(f"SECURITY_CONTACT={given!r}: give mailto:name@example.org or an https:// address.")
    return given


def passphrase() -> str:
    """The passphrase with which the guarded room opens where the database is a file on this machine."""
    given = env.ENVIRON.get("ROOM_PASSPHRASE", "")
    if given and len(given) < 16:
        raise ImproperlyConfigured("ROOM_PASSPHRASE is too short: take at least 16 characters, such as four words.")
    return given


def kept_secret(path: Path) -> str:
    """The secret of a laptop installation: made once, kept beside the database, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def secret_key(debug: bool) -> str:
    # Read without django-environ, which takes a value that begins with "$" for the name of another variable.
    given = env.ENVIRON.get("SECRET_KEY", "").strip()
    if given and (len(given) < 32 or given.startswith("django-insecure-")):
        raise ImproperlyConfigured("SECRET_KEY is too short or was published: give at least 32 random characters.")
    if given:
        return given
    if debug:
        return kept_secret(VAR_DIR / "secret_key")
    raise ImproperlyConfigured("SECRET_KEY is missing. Set it, or DEBUG=on to try the site on your own machine.")


DEBUG = flag("DEBUG")
SECRET_KEY = secret_key(DEBUG)
# Former values of SECRET_KEY, with which secrets of second factors are still read.
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS", default=[])
HTTPS = flag("HTTPS")
# Whether a proxy stands in front that overwrites X-Forwarded-Proto. Nothing else that a proxy may send is ever read.
TRUSTED_PROXY = flag("TRUSTED_PROXY")
FIELD_ENCRYPTION_KEYS = encryption_keys()
ROOM_PASSPHRASE = passphrase()
# The references of purged incidents: kept outside the database, so that a restored backup does not bring them back.
TOMBSTONES = env.ENVIRON.get("TOMBSTONES", "").strip() or str(VAR_DIR / "tombstones")
# Number and digest of each entry of the log, kept outside the database: who rewrites the log there contradicts it.
AUDIT_WITNESS = env.ENVIRON.get("AUDIT_WITNESS", "").strip() or str(VAR_DIR / "audit_witness")
# Originals of evidence, encrypted: outside of anything that a server hands out.
EVIDENCE_DIR = env.ENVIRON.get("EVIDENCE_DIR", "").strip() or str(VAR_DIR / "evidence")
EVIDENCE_LARGEST = 100 * 1024 * 1024  # bytes of an original; one is held in memory at a time
EVIDENCE_MOST_PIXELS = 100_000_000  # of a picture
EVIDENCE_MOST_PAGES = 50  # of a document of which a public copy is made
EVIDENCE_CHILD_MEMORY = 1024 * 1024 * 1024  # bytes, for looking into one file
EVIDENCE_CHILD_SECONDS = 60
PUBLIC_FILE_LARGEST = 5 * 1024 * 1024  # bytes of a public copy
PUBLIC_FILES_MOST = 20  # on one page
# The files of the page /data/, made by publish_data; and the licence that whoever runs the site gives them.
DATA_DIR = env.ENVIRON.get("DATA_DIR", "").strip() or str(VAR_DIR / "data")
DATA_LICENCE = data_licence()
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SITE_URL = site_url()
SECURITY_CONTACT = security_contact()
SITE_FACES = set(listed("SITE_FACES", default=["public", "staff"]))
if not SITE_FACES or SITE_FACES - {"public", "staff"}:
    raise ImproperlyConfigured(f"SITE_FACES={','.join(sorted(SITE_FACES))!r}: say public, staff or public,staff.")

INSTALLED_APPS = [
    "upr_tracker",
    "recommendations",
    "reprisals",
    "reports",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_filters",
    "django_htmx",  # for its copy of htmx
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "upr_tracker.headers.HouseHeaders",
    "upr_tracker.compression.CompressesPublicAnswers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "upr_tracker.languages.LanguageOfAddress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "upr_tracker.sign_in.sessions.SessionLimits",
    "upr_tracker.sign_in.second_factor.SecondFactor",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Whether each process keeps an index of the published recommendations in memory; without it the database answers.
SEARCH_INDEX = True
FILES_AT_ONCE = 2  # that a process writes, of its four threads (gunicorn.conf.py)
KEPT_PAGES_BYTES = 6 * 2**20  # of public pages in the memory of each process
PAGE_SECONDS = 10  # that the database may work on a statement of a public page
# For how long caches of others may answer in our place; until then what was withdrawn is still shown there.
SHARED_CACHE_SECONDS = whole_number("SHARED_CACHE_SECONDS")

ROOT_URLCONF = "upr_tracker.urls"
WSGI_APPLICATION = "upr_tracker.wsgi.application"

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
                "upr_tracker.context.site",
            ],
        },
    },
]

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
}
KEPT_OPEN = {"CONN_MAX_AGE": 60}  # seconds: to open it takes as long as an answer from the index


def database() -> dict[str, object]:
    """The database of DATABASE_URL; by default a SQLite file in var/. Only SQLite and PostgreSQL are supported."""
    # Read without django-environ's own default, which stands in for a value that begins with "$", too.
    url = env.ENVIRON.get("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
    try:
        config: dict[str, object] = environ.Env.db_url_config(url)
    except ValueError:  # of which the words could hold a part of the password
        form = "postgres://user:password@host:port/name, signs of the password percent-encoded"
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: write {form}.") from None
    engine = str(config.get("ENGINE", "no database"))
    if engine.endswith("sqlite3"):
        Path(str(config["NAME"])).parent.mkdir(parents=True, exist_ok=True)
        return config | {"OPTIONS": SQLITE_OPTIONS} | KEPT_OPEN
    if engine.endswith("postgresql"):
        return config | KEPT_OPEN | {"CONN_HEALTH_CHECKS": True}
    raise ImproperlyConfigured(f"DATABASE_URL names {engine}: only sqlite and postgres are supported.")


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # accounts from before, until they next sign in
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
# Of public pages, each as its speakers call it: an address says which (docs/languages.md). Papers have their own.
LANGUAGES = [("en", "English"), ("fr", "français"), ("zh-hans", "中文"), ("ar", "العربية")]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"
FORMAT_MODULE_PATH = ["upr_tracker.formats"]
LOCALE_PATHS = [
    BASE_DIR / "upr_tracker" / "locale",  # of the templates, too; each app keeps its own beside its code
    BASE_DIR / "upr_tracker" / "formats" / "locale",  # names of months
    BASE_DIR / "recommendations" / "reference" / "locale",  # of States, themes and steps of clocks
]

# The API has JSON alone, nobody signs in to it, and its views say the rest (recommendations/api/answering.py).
REST_FRAMEWORK: dict[str, object] = {
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "UPR Tracker",
    "VERSION": "1",
    "DESCRIPTION": "The public record, read only. Filters and values are those of the pages.",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,  # where few fields are asked for, few are there
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": [],
}

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "upr_tracker.static_files.OneSheet"
    },
}

WHITENOISE_ALLOW_ALL_ORIGINS = False

# Visitors are never tracked: no cookie unless someone signs in, no referrer, nothing from another site.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "no-referrer"  # what is told on pages of staff, and the rest, is in headers.py
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "upr_tracker.sign_in.session_store"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if HTTPS else ("session", "csrf")
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_AGE = None  # until the browser is closed
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie more
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # whether browsers preload HTTPS for a whole domain is its owner's to decide
if HTTPS and TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20  # seconds; without it, a server that says nothing would be waited for without end

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.ENVIRON.get("MAIL_FROM", "").strip() or "upr-tracker@localhost"
EMAIL_SUBJECT_PREFIX = "[UPR Tracker] "
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

# Signing in: docs/sign_in.md. What is limited, and how, is in upr_tracker/sign_in/guesses.py and not left to allauth.
SECOND_FACTOR_REQUIRED = not DEBUG
STEP_UP_REQUIRED = True
STEP_UP_SECONDS = 5 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "upr_tracker.sign_in.adapter.Accounts"
ACCOUNT_FORMS = {
    "login": "upr_tracker.sign_in.forms.SignIn",
    "reauthenticate": "upr_tracker.sign_in.forms.PasswordAgain",
    "change_password": "upr_tracker.sign_in.forms.ChangePassword",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = STEP_UP_SECONDS
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
MFA_ADAPTER = "upr_tracker.sign_in.adapter.Factors"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "upr_tracker.sign_in.forms.Code",
    "reauthenticate": "upr_tracker.sign_in.forms.CodeAgain",
    "activate_totp": "upr_tracker.sign_in.forms.FirstCode",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "UPR Tracker"
MFA_TOTP_TOLERANCE = 1
DEFAULT_EXCEPTION_REPORTER_FILTER = "upr_tracker.error_reports.PlacesAlone"
