"""No fetch to a private address, however it is written or reached; and a server that misbehaves is cut short."""

import gzip
import socket
import ssl
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from bookings.outside import fetching
from bookings.outside.addresses import BadAddressError, is_public, parse_address
from bookings.outside.fetching import Fetched, FetchError, Network, fetch
from tests.bookings.outside.servers import HOST, Reply, Site, serving

FILE = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def site(server: Site) -> Site:
    server.replies = {"/own.ics": Reply(body=FILE, headers={"ETag": '"1"', "Last-Modified": "Fri, 20 Nov 2026"})}
    server.asked = []
    return server


def code_of(address: str, network: Network, *, seconds: float = 20) -> str:
    with pytest.raises(FetchError) as failed:
        fetch(address, network=network, seconds=seconds)
    return failed.value.code


# Addresses of machines

PRIVATE = """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254 169.254.0.1
    169.254.169.254 172.16.0.1 172.31.255.254 192.0.0.1 192.0.0.8 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.254
    198.18.0.1 198.19.255.254 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
    :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:7f00:1 ::ffff:8.8.8.8 ::127.0.0.1 ::8.8.8.8 64:ff9b::7f00:1
    64:ff9b::10.0.0.1 64:ff9b::808:808 64:ff9b:1::a00:1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1
    2002:7f00:1:: 2002:a00:1::1 2002:808:808::1 fc00::1 fd12:3456:789a::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
    4000::1 2606:4700::1111%eth0 localhost 2130706433 0x7f000001 127.1 1.2.3 256.1.1.1 1.2.3.4/8
"""
PUBLIC = ["8.8.8.8", "1.1.1.1", "142.250.182.14", "13.107.42.12", "2606:4700:4700::1111", "2a00:1450:4009:81f::200e"]


@pytest.mark.parametrize("address", PRIVATE.split())
def test_an_address_that_is_not_for_everyone_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_that_is_for_everyone_is_not(address: str) -> None:
    assert is_public(address)


# Addresses as people type them


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("https://Calendar.Example/a.ics?key=1#top", "https://calendar.example/a.ics?key=1"),
        ("webcal://calendar.example/a.ics", "https://calendar.example/a.ics"),
        ("webcals://calendar.example:8443", "https://calendar.example:8443/"),
        ("https://kalender.m\u00fcnchen.example/a", "https://kalender.xn--mnchen-3ya.example/a"),
        ("https://[2606:4700::1111]:8443/a", "https://[2606:4700::1111]:8443/a"),
    ],
)
def test_an_address_is_understood(text: str, whole: str) -> None:
    assert parse_address(text).address == whole


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("http://calendar.example/a.ics", "not_https"),
        ("ftp://calendar.example/a.ics", "not_https"),
        ("file:///etc/passwd", "not_https"),
        ("gopher://calendar.example/", "not_https"),
        ("calendar.example/a.ics", "not_https"),
        ("javascript:alert(1)", "not_https"),
        ("", "not_https"),
        ("https://", "bad_address"),
        ("https:///a.ics", "bad_address"),
        ("https://asha:secret@calendar.example/", "bad_address"),
        ("https://@calendar.example/", "bad_address"),
        ("https://calendar.example:22/", "bad_address"),
        ("https://calendar.example:80/", "bad_address"),
        ("https://calendar.example:99999/", "bad_address"),
        ("https://calendar.example:x/", "bad_address"),
        ("https://calendar..example/", "bad_address"),
        (f"https://{'x' * 64}.example/", "bad_address"),
        ("https://[::1/", "bad_address"),
        ("https://calendar.example/a b", "bad_address"),
        ("https://calendar.example/a\r\nX: y", "bad_address"),
        ("https://calendar.example/\0", "bad_address"),
        ("https://calendar.example/\u0905", "bad_address"),
        ("https://calendar.example/" + "x" * 2000, "bad_address"),
    ],
)
def test_an_address_that_cannot_be_fetched_is_refused_at_once(text: str, code: str) -> None:
    with pytest.raises(BadAddressError) as refused:
        parse_address(text)
    assert refused.value.code == code


# What is fetched


def test_a_calendar_is_fetched_by_its_name_over_a_checked_connection(site: Site) -> None:
    fetched = fetch(site.address("/own.ics"), network=site.network())
    assert fetched == Fetched(FILE, '"1"', "Fri, 20 Nov 2026")
    (_path, headers), *_ = site.asked
    assert headers["Host"] == f"{HOST}:{site.port}"
    assert {"Cookie", "Referer", "Authorization"} & set(headers) == set()


def test_no_proxy_of_the_environment_is_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    assert fetch(site.address("/own.ics"), network=site.network()).content == FILE


def test_what_is_unchanged_is_not_fetched_again(site: Site) -> None:
    site.replies["/own.ics"] = Reply(status=304)
    fetched = fetch(site.address("/own.ics"), etag='"1"', last_modified="yesterday", network=site.network())
    assert fetched == Fetched(None, '"1"', "yesterday")
    assert site.asked[0][1]["If-None-Match"] == '"1"'
    assert code_of(site.address("/own.ics"), site.network()) == "not_now"  # nothing was known: that is no answer


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1."]
)
def test_this_machine_is_refused_in_every_spelling(site: Site, host: str) -> None:
    def look_up(name: str, _port: int) -> list[str]:
        plain = name.rstrip(".")
        return ["127.0.0.1"] if plain == "localhost" else [socket.inet_ntoa(socket.inet_aton(plain))]

    guarded = site.network(look_up=look_up, is_allowed=is_public)
    assert code_of(site.address("/own.ics", host=host), guarded) == "private"
    assert site.asked == []


def test_without_the_guard_this_machine_would_be_asked(site: Site) -> None:
    """The control: the same address, the same server, only the judgement on addresses is missing."""
    open_ = site.network(look_up=fetching.look_up)
    assert fetch(site.address("/own.ics", host="127.0.0.1"), network=open_).content == FILE
    assert len(site.asked) == 1


def test_one_private_address_among_public_ones_is_enough_to_refuse(site: Site) -> None:
    mixed = site.network(look_up=lambda *_: ["8.8.8.8", "127.0.0.1"], is_allowed=is_public)
    assert code_of(site.address("/own.ics"), mixed) == "private"
    assert site.asked == []


def test_a_name_that_changes_its_mind_after_it_was_judged_changes_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: the name means a public machine at the first look-up and this one at the second."""
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    judged: list[str] = []

    def is_allowed(address: str) -> bool:
        judged.append(address)
        return is_public(address)

    class ReachedError(Exception):
        pass

    def connect(address: tuple[str, int], *_: object) -> socket.socket:
        raise ReachedError(address[0])

    network = site.network(look_up=lambda *_: next(answers), is_allowed=is_allowed)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ReachedError) as reached:
        fetch(site.address("/own.ics"), network=network)
    assert (judged, str(reached.value)) == (["8.8.8.8"], "8.8.8.8")
    assert next(answers) == ["127.0.0.1"]  # it was never asked a second time


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_judged_anew(site: Site, status: int) -> None:
    site.replies["/old"] = Reply(status=status, headers={"Location": "/own.ics"})
    site.replies["/inward"] = Reply(status=status, headers={"Location": f"https://inside.example:{site.port}/own.ics"})
    names = {HOST: "8.8.8.8", "inside.example": "10.0.0.1"}
    seen: list[str] = []

    def look_up(host: str, _port: int) -> list[str]:
        seen.append(host)
        return ["127.0.0.1"]

    network = site.network(look_up=look_up, is_allowed=lambda _: is_public(names[seen[-1]]))
    assert fetch(site.address("/old"), network=network).content == FILE
    assert code_of(site.address("/inward"), network) == "private"
    assert [path for path, _ in site.asked] == ["/old", "/own.ics", "/inward"]


def test_without_the_guard_a_redirect_inwards_would_be_followed(site: Site) -> None:
    site.replies["/inward"] = Reply(status=302, headers={"Location": f"https://127.0.0.1:{site.port}/own.ics"})
    assert fetch(site.address("/inward"), network=site.network()).content == FILE


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://calendar.example/own.ics", "not_https"),
        ("file:///etc/passwd", "not_https"),
        ("https://a:b@calendar.example/", "bad_address"),
        ("//calendar.example:25/", "bad_address"),
        ("/loop", "redirects"),
        ("", "redirects"),
    ],
)
def test_a_redirect_to_nowhere_good_is_refused(site: Site, location: str, code: str) -> None:
    site.replies["/loop"] = Reply(status=302, headers={"Location": location})
    assert code_of(site.address("/loop"), site.network()) == code
    assert len(site.asked) <= fetching.MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "denied"), (403, "denied"), (404, "gone"), (410, "gone"), (500, "not_now"), (204, "not_now")],
)
def test_any_other_answer_is_a_problem(site: Site, status: int, code: str) -> None:
    site.replies["/x"] = Reply(status=status)
    assert code_of(site.address("/x"), site.network()) == code


def test_a_name_that_does_not_exist_is_told_apart(site: Site) -> None:
    def look_up(*_: object) -> list[str]:
        raise socket.gaierror

    assert code_of(site.address(), site.network(look_up=look_up)) == "unknown_host"
    assert code_of(site.address(), site.network(look_up=lambda *_: [])) == "unknown_host"


def test_a_certificate_that_is_not_trusted_or_of_another_name_is_refused(site: Site) -> None:
    assert code_of(site.address("/own.ics"), site.network(context=ssl.create_default_context())) == "certificate"
    assert code_of(site.address("/own.ics", host="other.example"), site.network()) == "certificate"
    assert site.asked == []


def test_a_port_on_which_nobody_listens_is_unreachable_and_a_second_address_is_tried(site: Site) -> None:
    assert code_of("https://calendar.example:1024/", site.network()) == "unreachable"
    both = site.network(look_up=lambda *_: ["127.0.0.2", "127.0.0.1"])
    assert fetch(site.address("/own.ics"), network=both).content == FILE


# Servers that misbehave


def test_a_body_that_is_too_large_is_refused(site: Site) -> None:
    site.replies["/fits"] = Reply(body=b"x" * fetching.LARGEST)
    site.replies["/large"] = Reply(body=b"x" * (fetching.LARGEST + 1))
    assert fetch(site.address("/fits"), network=site.network()).content == b"x" * fetching.LARGEST
    assert code_of(site.address("/large"), site.network()) == "too_big"


def test_a_packed_body_is_unpacked_but_never_beyond_the_limit(site: Site) -> None:
    site.replies["/packed"] = Reply(body=gzip.compress(FILE), headers={"Content-Encoding": "gzip"})
    site.replies["/bomb"] = Reply(body=gzip.compress(b"x" * 60_000_000), headers={"Content-Encoding": "gzip"})
    site.replies["/cut"] = Reply(body=gzip.compress(FILE)[:-9], headers={"Content-Encoding": "gzip"})
    site.replies["/noise"] = Reply(body=b"x" * 50, headers={"Content-Encoding": "gzip"})
    site.replies["/other"] = Reply(body=b"x", headers={"Content-Encoding": "br"})
    assert fetch(site.address("/packed"), network=site.network()).content == FILE
    found = [code_of(site.address(path), site.network()) for path in ("/bomb", "/cut", "/noise", "/other")]
    assert found == ["too_big", "cut_off", "unreachable", "unreachable"]


def test_a_body_that_ends_early_is_not_taken_for_whole(site: Site) -> None:
    site.replies["/short"] = Reply(body=FILE, headers={"Content-Length": "5000", "Connection": "close"})
    assert code_of(site.address("/short"), site.network()) in {"cut_off", "unreachable"}


def test_a_server_that_drips_is_left(site: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    site.replies["/drip"] = Reply(act=drip)
    began = time.monotonic()
    assert code_of(site.address("/drip"), site.network(), seconds=0.4) == "slow"
    assert time.monotonic() - began < 2


def test_a_server_that_says_nothing_is_left(site: Site) -> None:
    site.replies["/mute"] = Reply(act=lambda _: time.sleep(2))
    assert code_of(site.address("/mute"), site.network(), seconds=0.3) == "slow"


@pytest.mark.parametrize("tag", ["x" * 300, "caf\u00e9"])
def test_a_tag_that_is_out_of_the_ordinary_is_not_remembered(site: Site, tag: str) -> None:
    site.replies["/own.ics"] = Reply(body=FILE, headers={"ETag": tag})
    assert fetch(site.address("/own.ics"), network=site.network()).etag == ""


def test_the_ways_out_are_guarded_unless_a_test_says_otherwise(tmp_path: Path) -> None:
    network = Network()
    assert network.is_allowed is is_public
    assert network.look_up is fetching.look_up
    assert network.context.verify_mode is ssl.CERT_REQUIRED
    assert network.context.check_hostname
