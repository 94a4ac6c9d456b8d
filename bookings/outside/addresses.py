"""Which addresses may be fetched: encrypted ones, on machines that anybody can reach."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

LONGEST = 2000
HTTPS = 443
FIRST_FREE_PORT = 1024  # below it, other services of a machine listen
# Addresses by which a machine reaches another kind of network: the one that counts hides inside them.
TUNNELS = tuple(
    map(ipaddress.ip_network, ["64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "192.88.99.0/24"])
)
GLOBAL_V6 = ipaddress.ip_network("2000::/3")


class BadAddressError(ValueError):
    """The text is no address that may be fetched; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """A parsed address: the host as certificates name it, and what is asked of it."""

    host: str
    port: int
    path: str

    @property
    def address(self) -> str:
        """The whole address again."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"https://{host}{'' if self.port == HTTPS else f':{self.port}'}{self.path}"


def parse_address(text: str) -> Target:
    """Return what an address asks for. `webcal://`, which calendar programs give out, means `https://`.

    Raises:
        BadAddressError: `not_https`, or `bad_address` for anything else that cannot be fetched: a name and password
            in it, an odd port, characters that do not belong there.
    """
    parts = split(text)
    if parts.scheme not in {"https", "webcal", "webcals"}:
        raise BadAddressError("not_https")
    try:
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = parts.port or HTTPS
    except (ValueError, UnicodeError):
        raise BadAddressError("bad_address") from None
    if not host or parts.username is not None or (port != HTTPS and port < FIRST_FREE_PORT):
        raise BadAddressError("bad_address")
    return Target(host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def split(text: str) -> SplitResult:
    """Return the parts of an address of plain visible characters."""
    if len(text) > LONGEST or not all(each >= "!" and each != "\x7f" for each in text):
        raise BadAddressError("bad_address")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise BadAddressError("bad_address") from None
    if not (parts.path + parts.query).isascii():
        raise BadAddressError("bad_address")
    return parts


def is_public(address: str) -> bool:
    """Tell whether an IP address, as text, belongs to a machine that anybody can reach; in doubt it does not."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if any(ip in network for network in TUNNELS if network.version == ip.version):
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip not in GLOBAL_V6 or ip.scope_id is not None):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
