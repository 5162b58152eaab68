"""The site's own settings, with a secret for the tests alone and a quick password hasher."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-the-tests-" + "x" * 32)

os.environ.setdefault("FIELD_ENCRYPTION_KEYS", "0000000000000000000000000000000000000000000=")
os.environ.setdefault("TOMBSTONES", os.devnull)
os.environ.setdefault("AUDIT_WITNESS", os.devnull)
os.environ.setdefault("EVIDENCE_DIR", os.devnull)
os.environ.setdefault("DATA_DIR", os.devnull)
os.environ.setdefault("ROOM_PASSPHRASE", "only for the tests")

from upr_tracker.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Most tests sign in without more ado; those of signing in turn both on.
SECOND_FACTOR_REQUIRED = STEP_UP_REQUIRED = False
# Tests put things in the place of others while the data stay as they are; those of kept pages turn it on.
KEPT_PAGES_BYTES = 0
