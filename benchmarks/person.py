"""A person at any of three browsers: opens pages, sees, clicks, drags, types."""

from typing import Any

from playwright.sync_api import Page as PlaywrightPage

from benchmarks.webdriver import Page

KEYS = {"\n": "Enter", "\t": "Tab", "\x1b": "Escape"}
PATIENCE = 25  # seconds, which a browser has until something must be seen
# What is visible on the page and in its pictures' shadow roots: the first of a kind that has these words, or null.
FIND = """const within = (e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])];
const all = (root) => [...root.querySelectorAll("*")].flatMap(within);
const is = (e, kind, words) => e.matches(kind) && e.textContent.includes(words) && e.checkVisibility();
const find = (kind, words = "") => all(document).find((e) => is(e, kind, words)) ?? null;
const boxOf = (e) => ["left", "top", "width", "height"].map((side) => e.getBoundingClientRect()[side]);
const topAt = (x, y, root = document) => {
  const top = root.elementFromPoint(x, y);
  return top?.shadowRoot ? topAt(x, y, top.shadowRoot) : top;
};
const placeIn = async (e, at) => {
  if (!e) return null;
  const { top: upper, bottom } = e.getBoundingClientRect();
  if (upper < 80 || bottom > innerHeight) e.scrollIntoView({ block: "center" }); // below the page's own bar
  const before = boxOf(e);
  await new Promise(requestAnimationFrame);
  const [left, top, width, height] = boxOf(e), place = [left + at[0] * width, top + at[1] * height];
  return String(before) === String(boxOf(e)) && e.contains(topAt(...place)) ? place : null;
};
const ready = () => find('[data-testid="stApp"][data-test-script-state="notRunning"]');"""


class ChromiumPage:
    """Chromium by Playwright, as :class:`benchmarks.webdriver.Page` has the others."""

    def __init__(self, page: PlaywrightPage) -> None:
        self._page = page
        self.open, self.move = page.goto, page.mouse.move
        self.press, self.release = page.mouse.down, page.mouse.up

    def ask(self, function: str, *arguments: Any) -> Any:
        return self._page.evaluate(f"(given) => ({function})(...given)", list(arguments))

    def type(self, text: str) -> None:
        for key in text:
            self._page.keyboard.press(KEYS.get(key, key))


class Person:
    """One who visits the app at an address."""

    def __init__(self, page: Page | ChromiumPage, address: str) -> None:
        self._page, self._address = page, address

    def opens(self, path: str) -> None:
        """Open a page of the app; returns when it is drawn."""
        self._page.open(f"{self._address}/{path}")
        self.sees("ready()")

    def sees(self, expression: str, *arguments: Any) -> Any:
        """Wait until an expression of JavaScript is true; returns what it is. It has ``find`` and its ``arguments``."""
        seen = self._page.ask(
            f"""async (...given) => {{
              {FIND}
              for (const end = performance.now() + {1000 * PATIENCE}; performance.now() < end; ) {{
                const seen = {expression};
                if (seen) return seen.nodeType ? true : seen;
                await new Promise(requestAnimationFrame);
              }}
              return null;
            }}""",
            *arguments,
        )
        assert seen is not None, f"In {PATIENCE} seconds this was not seen: {expression}, {arguments}"
        return seen

    def clicks(self, kind: str, words: str = "", at: tuple[float, float] = (0.5, 0.5)) -> None:
        """Click something at a share of its width and height."""
        self._goes_to(kind, words, at)
        self._page.press()
        self._page.release()

    def drags(self, kind: str, start: float, *shares: float) -> None:
        """Press a slider at a share of its width and draw it over others, until the person lets go."""
        self._goes_to(kind, "", (start, 0.5))
        self._page.press()
        self.drags_on(kind, *shares)

    def drags_on(self, kind: str, *shares: float) -> None:
        for share in shares:
            self._goes_to(kind, "", (share, 0.5))

    def lets_go(self) -> None:
        self._page.release()

    def types(self, text: str) -> None:
        self._page.type(text)

    def _goes_to(self, kind: str, words: str, at: tuple[float, float]) -> None:
        """Move the mouse there as soon as it is in view, stands still, and nothing lies on it."""
        self._page.move(*self.sees("await placeIn(find(...given.slice(0, 2)), given[2])", kind, words, at))
