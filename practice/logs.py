"""How a log line is written."""

import logging
import re

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class OneLineFormatter(logging.Formatter):
    """Keep every record on one line: what came from outside cannot start a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", super().format(record))
