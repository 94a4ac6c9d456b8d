"""The files for a deployed site keep in step with the code."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from practice.supervisor import web_server

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
PAGES = ("502.html", "503.html")
VARIABLE = re.compile(r"env\.\w+\((?:BASE_DIR, )?\"([A-Z_]+)\"")
KNOWN = {
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEBUG",
    "EMAIL_URL",
    "ERASURE_LIST",
    "FIELD_KEYS",
    "LEDGER_FILE",
    "PICTURES_FOLDER",
    "SECRET_KEY",
    "SITE_URL",
    "TRUSTED_PROXIES",
}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_proxy_gives_every_number_to_talk_to_and_for_an_emergency(name: str) -> None:
    page = read(f"deploy/{name}")
    lines = json.loads(read("practice/texts/help_lines.json"))
    needed = {line["number"] for line in lines if line["kind"] in {"crisis", "emergency"}}
    assert {number for number in needed if number not in page} == set()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_proxy_needs_nothing_else(name: str) -> None:
    assert re.findall(r"\bsrc=|url\(|<(?:script|link|form|img|iframe)\b", read(f"deploy/{name}")) == []


@pytest.mark.parametrize("name", PAGES)
def test_the_proxy_s_policy_lets_its_own_pages_style_themselves(name: str) -> None:
    style = re.search(r"<style>(.*?)</style>", read(f"deploy/{name}"), re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in read("deploy/Caddyfile")


def test_the_unit_starts_the_web_server_as_one_s_own_machine_does() -> None:
    unit = read("deploy/practice-web.service").replace("\\\n", " ")
    started = re.search(r"^ExecStart=\S+/python (.*)$", unit, re.MULTILINE)
    assert started
    assert sorted(started[1].split()) == sorted(web_server(8000)[1:])


@pytest.mark.parametrize("name", ["practice-web.service", "practice-worker.service"])
def test_a_unit_comes_back_by_itself_and_may_write_in_one_place_only(name: str) -> None:
    unit = (DEPLOY / name).read_text(encoding="utf-8")
    for line in ("Restart=always", "ProtectSystem=strict", "StateDirectory=practice", "NoNewPrivileges=yes"):
        assert line in unit.splitlines()


def test_the_example_environment_holds_no_secret() -> None:
    for line in read("deploy/practice.env.example").splitlines():
        if line.startswith(("SECRET_KEY", "FIELD_KEYS")):
            assert line.endswith("=")


def test_every_variable_is_known_and_explained() -> None:
    asked = set(VARIABLE.findall(read("practice/settings.py")))
    asked |= set(re.findall(r"name: str = \"([A-Z_]+)\"", read("practice/env.py")))
    assert asked == KNOWN
    assert {name for name in KNOWN if f"| `{name}` |" not in read("README.md")} == set()
