"""What a page asks for is held back until a test has seen the page without it, as on a slow line."""

from playwright.sync_api import BrowserContext, Page, Route

PATIENCE = 100  # looks of 50 ms: 5 seconds


class Held:
    """Holds back what a page, or every page of a context, asks for at addresses like one."""

    def __init__(self, asking: Page | BrowserContext, address: str) -> None:
        self._routes: list[Route] = []
        self._is_over = False
        asking.route(address, self._take)

    def _take(self, route: Route) -> None:
        if self._is_over:
            route.continue_()
        else:
            self._routes.append(route)

    def let_go(self, page: Page) -> None:
        """Let come what was asked for, once it was, and hold back no more."""
        for _ in range(PATIENCE):
            if self._routes:
                break
            page.wait_for_timeout(50)
        assert self._routes, "nothing was asked for"
        self._is_over = True
        for route in self._routes:
            route.continue_()
