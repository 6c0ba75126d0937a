"""
Settings of one installation.

Everything an operator may change comes from the environment: KUAIJIE_DATA (data directory),
DATABASE_URL, KUAIJIE_SECRET_KEY, KUAIJIE_HOSTS, KUAIJIE_DEBUG. Without any of them the system runs
as a single office on SQLite below `var/`, for training and for trying out.
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("KUAIJIE_DATA", BASE_DIR / "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
NODE_MODULES = BASE_DIR / "node_modules"

DEBUG = os.environ.get("KUAIJIE_DEBUG", "") == "1"
PRODUCTION = os.environ.get("KUAIJIE_PRODUCTION") == "1"


def _secret(name: str) -> str:
    """Return the secret `name` from the environment, else one kept in the data directory."""
    given = os.environ.get(f"KUAIJIE_{name.upper()}")
    if given:
        return given
    kept = DATA_DIR / f"{name}.txt"
    if not kept.exists():
        if os.environ.get("KUAIJIE_PRODUCTION") == "1":
            raise ImproperlyConfigured(f"正式环境必须设置 KUAIJIE_{name.upper()}。")
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return kept.read_text(encoding="ascii").strip()


SECRET_KEY = _secret("secret_key")
# Keys of the encrypted fields live outside the database (个人信息保护法 51).
FIELD_KEY = _secret("field_key")

ALLOWED_HOSTS = os.environ.get("KUAIJIE_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("KUAIJIE_ORIGINS", "").split(",") if o]

# How many proxies of our own pass requests on; none: what a header says is nobody's word.
TRUSTED_PROXIES = int(os.environ.get("KUAIJIE_PROXIES", "0"))
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "channels",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules",
    "simple_history",
    "viewflow",
    "viewflow.workflow",
    "staff",
    "cases",
    "documents",
    "workflow",
    "room",
    "mediation",
    "confirmation",
    "adjudication",
    "fund",
    "supervision",
    "centre",
]

MIDDLEWARE = [
    "staff.visitor.VisitorAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "staff.middleware.DutyBeforeWork",
    "staff.middleware.PartyPagesOnly",
    "axes.middleware.AxesMiddleware",
    "workflow.locks.BusyCaseMiddleware",
]

ROOT_URLCONF = "centre.urls"
ASGI_APPLICATION = "centre.asgi.application"
AUTH_USER_MODEL = "staff.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "html"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "centre.context.shell",
            ],
        },
    },
]


def _database(url: str | None) -> dict:
    """Return Django's connection settings for a postgresql:// address, or SQLite without one."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "kuaijie.sqlite3",
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                # A deferred transaction that turns into a write fails at once when another
                # writer came first; IMMEDIATE waits its turn instead.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL 只支持 postgresql://，收到 {parts.scheme}://")
    query = dict(p.split("=", 1) for p in parts.query.split("&") if "=" in p)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", "") or parts.hostname or ""),
        "PORT": str(query.get("port", "") or parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c lock_timeout=5s"},
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL"))}

# Carries hints between processes, never content. One process needs none.
REDIS_URL = os.environ.get("REDIS_URL", "")
CHANNEL_LAYERS: dict[str, dict] = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {
            "hosts": [
                {
                    "address": REDIS_URL,
                    "max_connections": 1000,
                    # A page whose act is done does not wait for a server that is away.
                    "socket_connect_timeout": 2,
                    "socket_timeout": 15,
                }
            ]
        },
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}

# The live room: see docs/room.md.
ROOM_SWEEP_SECONDS = float(os.environ.get("ROOM_SWEEP_SECONDS", "10"))
ROOM_HEARTBEAT_SECONDS = float(os.environ.get("ROOM_HEARTBEAT_SECONDS", "20"))
ROOM_SOCKET_QUEUE = int(os.environ.get("ROOM_SOCKET_QUEUE", "1000"))
ROOM_DB_THREADS = int(os.environ.get("ROOM_DB_THREADS", "4"))  # 0: the server's own thread
# Of one person; three seconds' worth at once.
ROOM_FRAMES_PER_SECOND = float(os.environ.get("ROOM_FRAMES_PER_SECOND", "20"))
# Sound and picture: none, link (an outside meeting), mesh (up to four browsers), or a class.
VIDEO_PROVIDER = os.environ.get("VIDEO_PROVIDER", "none")
ROOM_FRAME_CHARACTERS = 200_000  # a drawn signature is the largest thing sent

TASKS = {
    "default": {
        "BACKEND": os.environ.get("KUAIJIE_JOBS", "django_tasks_db.DatabaseBackend"),
        "QUEUES": ["default"],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *(
        (f"vendor/{name}", NODE_MODULES / name / "dist")
        for name in ("bootstrap", "signature_pad")
        if (NODE_MODULES / name / "dist").is_dir()
    ),
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# Papers, scans and uploads, by digest.
FILES_DIR = DATA_DIR / "files"
DOCUMENT_TEMPLATE_DIR = BASE_DIR / "templates" / "docx"
# An office's own faces first; then those `make setup` fetched and the operating system's.
SHIPPED_FONT_DIRS = [
    BASE_DIR / ".fonts",
    NODE_MODULES / "@expo-google-fonts",
    Path("/usr/share/fonts"),
]
DOCUMENT_FONT_DIRS = [
    *(Path(p) for p in os.environ.get("KUAIJIE_FONT_DIRS", "").split(os.pathsep) if p),
    DATA_DIR / "fonts",
    *SHIPPED_FONT_DIRS,
]
# Font name in a template → file name, beyond the names the system knows: "局标宋=JBS.ttf;…".
DOCUMENT_FONT_MAP = dict(
    pair.split("=", 1) for pair in os.environ.get("KUAIJIE_FONT_MAP", "").split(";") if "=" in pair
)
# "own" lays papers out in process; "libreoffice" hands them to an office suite.
DOCUMENT_PDF_BACKEND = os.environ.get("KUAIJIE_PDF_BACKEND", "own")

# Of one paper, when an uploaded template is tried out in a process of its own.
DOCUMENT_RENDER_LIMITS = {"seconds": 5, "megabytes": 512}

# Certificates and encrypted keys of the platform seal; a licensed body's plug-in takes its place.
SIGNING_DIR = DATA_DIR / "signing"
SIGNER_BACKEND = os.environ.get(
    "KUAIJIE_SIGNER_BACKEND", "documents.signing.platform.PlatformBackend"
)
SIGNING_TSA_URL = os.environ.get("KUAIJIE_SIGNING_TSA_URL", "")
# Where the public asks whether a paper is genuine, https://…; without it the QR holds the code.
PUBLIC_BASE_URL = os.environ.get("KUAIJIE_PUBLIC_URL", "").rstrip("/")

# Short messages to parties: a class of the office's own, see staff/sms.py.
SMS_BACKEND = os.environ.get("KUAIJIE_SMS_BACKEND", "staff.sms.ConsoleSms")
# What a party shows at the door of a session besides the name: "sms_first" (a code by SMS where a
# phone is on file, else the end of the identity number), "id_tail", or "both".
DOOR_PROOF = os.environ.get("KUAIJIE_DOOR_PROOF", "sms_first")

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"
if os.environ.get("KUAIJIE_PRODUCTION") == "1":
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
    },
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

ACCOUNT_ADAPTER = "staff.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Wider than the lockout below, which answers first; they bound guesses at the second step.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,10/5m/key"}
MFA_ADAPTER = "staff.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "快解"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True

# One person's mistakes do not lock out colleagues behind the same office address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"

# Says on every page that people and cases are invented.
DEMO = os.environ.get("KUAIJIE_DEMO", "") == "1"

SIMPLE_HISTORY_REVERT_DISABLED = True
SILENCED_SYSTEM_CHECKS: list[str] = []

# An upload that is larger is refused before it costs anything.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
