"""How people move through pages: with a finger, or with the keyboard alone; and what it costs them."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

MOST_TABS = 120
IS_FOCUSED = "element => element === document.activeElement"


class Pointer:
    """A finger or a mouse. `keys` counts characters that are typed, `moves` counts taps."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0
        self.moves = 0

    def press(self, target: Locator) -> None:
        """Follow a link, press a button, tick a box."""
        target.click()
        self.moves += 1

    def write(self, target: Locator, words: str) -> None:
        """Go to a field and type."""
        self.press(target)
        self.page.keyboard.type(words)
        self.keys += len(words)


class Keyboard(Pointer):
    """The keyboard alone: `moves` counts Tab, Enter and Space; `look` is called at each place the focus comes to."""

    def __init__(self, page: Page, look: Callable[[Page], None] = lambda page: None) -> None:
        super().__init__(page)
        self.look = look

    def strike(self, key: str) -> None:
        """Strike one key that types nothing."""
        self.page.keyboard.press(key)
        self.moves += 1

    def reach(self, target: Locator) -> None:
        """Go on with Tab until the focus is there; a page that still loads is waited for.

        Raises:
            AssertionError: it never came there.
        """
        target.wait_for(state="attached")
        self.page.wait_for_load_state()
        for _turn in range(MOST_TABS):
            if target.evaluate(IS_FOCUSED):
                return
            self.strike("Tab")
            self.look(self.page)
        raise AssertionError(f"the keyboard does not reach {target}")

    def press(self, target: Locator) -> None:
        """Reach it, then press: Space ticks and chooses, Enter does the rest."""
        self.reach(target)
        is_tick = target.evaluate("element => element.matches('[type=radio], [type=checkbox]')")
        self.strike("Space" if is_tick else "Enter")

    def write(self, target: Locator, words: str) -> None:
        """Reach a field and type."""
        self.reach(target)
        self.page.keyboard.type(words)
        self.keys += len(words)

    def skip(self) -> None:
        """Jump over the bars at the head of a page."""
        self.press(self.page.get_by_role("link", name="Skip to the text"))
