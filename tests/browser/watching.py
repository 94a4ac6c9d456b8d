"""What no page may do, whatever a test is about: complain, break the content policy, or ask another origin."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

OWN_SCHEMES = {"about", "blob", "data"}
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy broken: ${event.effectiveDirective} ${event.blockedURI}`);
});
"""


class Watch:
    """Notes every fault on every page of a context; what a test expects, it says with `expect`."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.origin = origin
        self.faults: list[str] = []
        self.requests: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        context.on("request", self._note_request)

    def expect(self, pattern: str) -> None:
        """Allow faults that match, such as the console's line about a page that answers 404 on purpose."""
        self._expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        """Return the faults that no test said to expect."""
        return [fault for fault in self.faults if not any(one.search(fault) for one in self._expected)]

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            self.faults.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)
        parts = urlsplit(request.url)
        if parts.scheme not in OWN_SCHEMES and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.faults.append(f"request to another origin: {request.url}")


class Visitor:
    """A person with a browser of their own: a context, its watch, and a first page."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context = context
        self.watch = Watch(context, origin)
        self.page: Page = context.new_page()
