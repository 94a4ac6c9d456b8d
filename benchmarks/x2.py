"""X2: what Lighthouse says of every kind of public page, on its phone, the median of five.

    python -m benchmarks.x2 [PAGE...]

prints one line of JSON a page: its lowest score, with each beside it and the remarks that cost points. Lighthouse is
installed under var/ at the first run, which takes npm. The site sends its files and pages as a deployed one does:
compressed, the files to be kept for good. Whether a page may be found is not asked of those that ask not to be.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.stage import NOW, database
from tests.reporting import report

ROOT = Path(__file__).resolve().parents[1]
PINNED = ROOT / "benchmarks" / "lighthouse"
INSTALLED = ROOT / "var" / "lighthouse"
ESSAY, TOPIC = "having-your-own-back", "relationships"
PAGES = {
    "home": "/",
    "essay": f"/essays/{ESSAY}/",
    "list": "/essays/",
    "topic": f"/essays/topics/{TOPIC}/",
    "series": "/essays/series/the-year/",
    "search": "/essays/search/?q=trust",
    "reflect": f"/essays/{ESSAY}/reflect/",
    "about": "/about/",
    "help": "/help/",
    "how therapy works": "/how-therapy-works/",
    "privacy": "/privacy/",
    "contact": "/contact/",
    "book": "/book/",
    "times": "/book/individual/",
}
NOT_TO_BE_FOUND = {"search", "reflect", "contact"}
TARGETS = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 99}
ROUNDS = 5
TRIES = 3  # a browser that did not come up in time has measured nothing


def main(arguments: list[str]) -> int:
    """Measure, print the lines and return 0 if every target is met."""
    lighthouse = install()
    ok = True
    with database(), serve() as address:
        logging.disable(logging.CRITICAL)
        for name in arguments or PAGES:
            runs = [run(lighthouse, f"{address}{PAGES[name]}", may_hide=name in NOT_TO_BE_FOUND) for _ in range(ROUNDS)]
            scores = {kind: round(median(each["scores"][kind] for each in runs)) for kind in TARGETS}
            is_good = all(scores[kind] >= least for kind, least in TARGETS.items())
            remarks = sorted({remark for each in runs for remark in each["remarks"]})
            report("X2", min(scores.values()), 99, ok=is_good, page=name, **scores, remarks=remarks)
            ok = ok and is_good
    return 0 if ok else 1


def install() -> Path:
    """Install Lighthouse as it is pinned, where that was not done yet; return its command."""
    lock = PINNED / "package-lock.json"
    kept = INSTALLED / "installed-lock.json"
    if not kept.exists() or kept.read_bytes() != lock.read_bytes():
        INSTALLED.mkdir(parents=True, exist_ok=True)
        for path in (lock, PINNED / "package.json", ROOT / ".npmrc"):
            shutil.copy(path, INSTALLED)
        subprocess.run(["npm", "ci", "--silent"], cwd=INSTALLED, check=True)
        shutil.copy(lock, kept)
    return INSTALLED / "node_modules" / ".bin" / "lighthouse"


@contextmanager
def serve() -> Iterator[str]:
    """Let the site run as shipped, read by a clinician, with its details known; give its address."""
    from django.conf import settings
    from django.utils import timezone
    from pytest_django.live_server_helper import LiveServer

    from articles.models import Essay
    from practice.models import PolicyText, Practice
    from practice.shipped import load_all
    from tests.browser.serving import KeptFiles
    from tests.factories import make_series

    load_all()
    Essay.objects.update(reviewed_by="Dr Arati Bhatt", reviewed_on=NOW.date(), publish_at=timezone.now())
    Essay.objects.filter(slug=ESSAY).update(series=make_series(), part=1, takes_reflections=True)
    Practice.objects.update(takes_reflections=True)
    PolicyText.objects.update(is_reviewed=True)
    settings.MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *settings.MIDDLEWARE]
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = KeptFiles
    server.start()
    settings.SITE_URL = server.url.rstrip("/")
    yield settings.SITE_URL
    server.stop()


def run(lighthouse: Path, address: str, *, may_hide: bool) -> dict[str, Any]:
    """Return the scores of one run, of a hundred, and which remarks cost points."""
    from tests.browser.conftest import ARGUMENTS, find_chromium

    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("Chromium was not found: install it, or name it in CHROMIUM.")
    flags = " ".join(["--headless=new", *ARGUMENTS])
    command = [str(lighthouse), address, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    command += ["--skip-audits=is-crawlable"] if may_hide else []
    environment = {**os.environ, "CHROME_PATH": chromium}
    for _ in range(TRIES):
        done = subprocess.run(command, capture_output=True, check=False, env=environment, timeout=300)
        if done.returncode == 0:
            return read(json.loads(done.stdout))
    raise SystemExit(done.stderr.decode()[-500:])


def read(said: dict[str, Any]) -> dict[str, Any]:
    """Return what counts of Lighthouse's own report."""
    kinds = said["categories"]
    weighed = [
        (part["id"], said["audits"][part["id"]])
        for each in kinds.values()
        for part in each["auditRefs"]
        if part["weight"]
    ]
    remarks = [f"{name}: {audit.get('displayValue', '')}" for name, audit in weighed if (audit["score"] or 0) < 0.9]
    scores = {kind: (kinds[kind]["score"] or 0) * 100 for kind in TARGETS}
    return {"scores": scores, "remarks": [each for each in remarks if not each.startswith("is-crawlable")]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
