#!/usr/bin/env python
"""Run UPR Tracker's commands: `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_tracker.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here. The first line of the README installs everything into .venv.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
