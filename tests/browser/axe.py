"""What axe finds serious or critical on a page, in light and in dark."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

IS_SHOWN = """(colours) => {
  const [red] = getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor.match(/\\d+/);
  return (red < 128) === (colours === 'dark');
}"""


ARE_OVER = """() => document.getAnimations().every(
  (each) => each.playState !== 'running' || each.effect.getComputedTiming().iterations === Infinity)"""


def serious(page: Page, within: str = "body") -> list[tuple[str, str, list[str]]]:
    """Each violation's name, the colours in which it is found, and the first of the elements that it concerns.

    What does not depend on colours is looked for in light only.
    """
    found = []
    for colours in ("dark", "light"):
        page.emulate_media(color_scheme=colours)
        page.wait_for_function(IS_SHOWN, arg=colours)
        expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible(timeout=30_000)
        page.wait_for_function(ARE_OVER)  # what fades is pale on the way
        options = {"resultTypes": ["violations"]} | ({"runOnly": ["color-contrast"]} if colours == "dark" else {})
        found += [
            (each["id"], colours, [node["html"][:160] for node in each["nodes"]][:4])
            for each in Axe().run(page, context=within, options=options).response["violations"]
            if each["impact"] in ("serious", "critical")
        ]
    return found
