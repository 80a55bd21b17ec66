"""What axe finds serious or critical on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def serious(page: Page) -> list[tuple[str, list[str]]]:
    """Each violation's name with the first of the elements that it concerns."""
    return [
        (each["id"], [node["html"][:160] for node in each["nodes"]][:4])
        for each in Axe().run(page).response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
