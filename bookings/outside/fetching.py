"""Fetching a calendar from an address that somebody typed in, without being led astray.

The name is looked up once, every address behind it is judged, and the connection goes to one of those very addresses:
a name that means another machine a moment later changes nothing. Redirects are judged anew.
"""

import http.client
import socket
import ssl
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from time import monotonic
from urllib.parse import urljoin

from bookings.outside.addresses import BadAddressError, Target, is_public, parse_address

LARGEST = 5_000_000  # bytes, unpacked
CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 20.0
MOST_REDIRECTS = 3
CHUNK = 65_536
REDIRECTS = frozenset([301, 302, 303, 307, 308])
LONGEST_TAG = 200
CODES = {401: "denied", 403: "denied", 404: "gone", 410: "gone"}


class FetchError(Exception):
    """The calendar was not fetched; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: `content` is None where it is unchanged. `etag` and `last_modified` are for the next time."""

    content: bytes | None
    etag: str = ""
    last_modified: str = ""


def look_up(host: str, port: int) -> list[str]:
    """Return the IP addresses behind a name.

    Raises:
        OSError: there is no such name.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


@dataclass(frozen=True, slots=True)
class Network:
    """The ways out of this machine: how names are looked up, which addresses may be reached, whose word is trusted."""

    look_up: Callable[[str, int], list[str]] = look_up
    is_allowed: Callable[[str], bool] = is_public
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)


class PinnedConnection(http.client.HTTPSConnection):
    """A connection to one of the addresses that were judged; the certificate must still be that of the name."""

    def __init__(self, target: Target, addresses: list[str], context: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT_SECONDS, context=context)
        self.addresses, self.tls = addresses, context

    def connect(self) -> None:
        """Take the first address that answers, the last one's failure where none does."""
        *others, last = self.addresses
        plain = next((found for each in others if (found := self.try_address(each))), None)
        plain = plain or socket.create_connection((last, self.port), CONNECT_SECONDS)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.host)

    def try_address(self, address: str) -> socket.socket | None:
        """Return a socket to an address, None where it does not answer."""
        try:
            return socket.create_connection((address, self.port), CONNECT_SECONDS)
        except OSError:
            return None


def fetch(
    address: str,
    *,
    etag: str = "",
    last_modified: str = "",
    network: Network | None = None,
    seconds: float = TOTAL_SECONDS,
) -> Fetched:
    """Return what stands at an address. `etag` and `last_modified` are those of what is known already.

    Takes `seconds` at most, a slow look-up or a drip of headers left out: the caller must be able to end it.

    Raises:
        FetchError: of one of the codes in `bookings.outside_words`.
    """
    network = network or Network()
    deadline = monotonic() + seconds
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    try:
        for _hop in range(MOST_REDIRECTS + 1):
            target = parse_address(address)
            answer = ask(target, {name: said for name, said in known.items() if said}, network, deadline)
            if isinstance(answer, Fetched):
                return answer
            address = urljoin(target.address, answer)
    except BadAddressError as error:
        raise FetchError(error.code) from None
    except TimeoutError:
        raise FetchError("slow") from None
    except ssl.SSLCertVerificationError:
        raise FetchError("certificate") from None
    except (OSError, http.client.HTTPException, ValueError, zlib.error):
        raise FetchError("unreachable") from None
    raise FetchError("redirects")


def addresses_of(target: Target, network: Network) -> list[str]:
    """Return the addresses behind a host, all of them allowed.

    Raises:
        FetchError: `unknown_host`; `private` if any of them is not for everyone.
    """
    try:
        found = network.look_up(target.host, target.port)
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise FetchError("unknown_host")
    if not all(network.is_allowed(each) for each in found):
        raise FetchError("private")
    return found


def ask(target: Target, known: dict[str, str], network: Network, deadline: float) -> Fetched | str:
    """Ask once; return what came, or the address of a redirect."""
    connection = PinnedConnection(target, addresses_of(target, network), network.context)
    try:
        headers = {"Accept": "text/calendar", "Accept-Encoding": "gzip", "User-Agent": "calendar-reader", **known}
        connection.request("GET", target.path, headers=headers)
        wait_until(connection, deadline)
        response = connection.getresponse()
        if response.status in REDIRECTS:
            return response.headers.get("Location", "")
        if response.status == HTTPStatus.NOT_MODIFIED and known:
            return Fetched(None, known.get("If-None-Match", ""), known.get("If-Modified-Since", ""))
        if response.status != HTTPStatus.OK:
            raise FetchError(CODES.get(response.status, "not_now"))
        content = read_body(connection, response, deadline)
        return Fetched(content, tag_of(response, "ETag"), tag_of(response, "Last-Modified"))
    finally:
        connection.close()


def tag_of(response: http.client.HTTPResponse, name: str) -> str:
    """Return a header to be said again the next time; empty if it is longer than such a thing needs to be."""
    said = response.headers.get(name, "")
    return said if len(said) <= LONGEST_TAG and said.isascii() and said.isprintable() else ""


def wait_until(connection: http.client.HTTPSConnection, deadline: float) -> None:
    """Let the next read wait no longer than is left.

    Raises:
        TimeoutError: nothing is left.
    """
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    if connection.sock:
        connection.sock.settimeout(left)


def read_body(connection: http.client.HTTPSConnection, response: http.client.HTTPResponse, deadline: float) -> bytes:
    """Return the body, unpacked; it is never longer than LARGEST in memory.

    Raises:
        FetchError: it is larger, or packed in a way that was not asked for.
        HTTPException: it ended before its length.
    """
    packing = response.headers.get("Content-Encoding", "identity").lower()
    if packing not in {"identity", "gzip", "x-gzip", ""}:
        raise FetchError("unreachable")
    unpacker = zlib.decompressobj(wbits=31) if "gzip" in packing else None
    body = bytearray()
    while piece := response.read1(CHUNK):
        wait_until(connection, deadline)
        body += unpacker.decompress(piece, LARGEST + 1 - len(body)) if unpacker else piece
        if len(body) > LARGEST:
            raise FetchError("too_big")
    if unpacker and not unpacker.eof:
        raise FetchError("cut_off")
    if response.length:
        raise FetchError("cut_off")
    return bytes(body)
