"""The site is loaded once and shared by all workers: nothing is opened or begun that processes cannot share."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOADS = """
import gc, json, runpy, threading
import upr_tracker.wsgi
conf = runpy.run_path("gunicorn.conf.py")
conf["when_ready"](None)
from django.db import connections
opened = [one.alias for one in connections.all(initialized_only=True) if one.connection]
said = {"opened": opened, "threads": threading.active_count(), "stays": gc.get_freeze_count() > 0}
print(json.dumps(said | {"preload_app": conf["preload_app"]}))
"""


def test_what_workers_share_has_no_connection_and_no_thread():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", LOADS], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == {"opened": [], "threads": 1, "stays": True, "preload_app": True}
