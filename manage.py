#!/usr/bin/env python
"""Run one of the project's commands: `manage.py help` lists them."""

import os
import sys

from practice import localenv


def main() -> None:
    """Run the command on the command line with this project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
    if "SITE_URL" not in os.environ:
        localenv.ensure()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
