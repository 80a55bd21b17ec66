"""The browser's half of the pictures, served from static/ under a path that names its version.

A browser keeps what it has for a year, and never mixes the modules of two versions: after an update every path is new.
The same files are served a second time, below ``again/``, for a browser that could not have one of them.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parents[2] / "static"
AGAIN = "again/"
A_YEAR = "public, max-age=31536000, immutable"


@cache
def version() -> str:
    """The version of all that is served: a hash of every file's name and content."""
    digest = sha256()
    for file in sorted(STATIC.rglob("*")):
        if file.is_file():
            digest.update(f"{file.relative_to(STATIC).as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def address(file: str) -> str:
    """Where a file of static/ is served, relative to the app's own address."""
    return f"app/static/{version()}/{file}"


def style(*files: str) -> str:
    """Style sheets as one text, to hand to a component."""
    shared = ("shared/sentences.css", "shared/forced_colours.css")
    return "\n".join((STATIC / file).read_text() for file in (*files, *shared))


def importing(file: str) -> str:
    """JavaScript that loads a module into the constant ``picture``, once for all components that want it.

    When it or a module that it imports cannot be had, all of them are asked for once more, at other addresses, because
    browsers remember failures by address. ``sorry(place)`` says so if that was in vain, too.
    """
    return f"""const urlOf = (address) => new URL(address, document.baseURI).href;
const url = urlOf("{address(file)}");
const again = () => new Promise((wait) => setTimeout(wait, 1000)).then(() => import(urlOf("{address(AGAIN + file)}")));
const loaded = (globalThis.reluVizModules ??= {{}});
const picture = (loaded[url] ??= import(url).catch(again));
const sorry = (place) => () => {{
  place.innerHTML = '<p class="reload" role="alert">A part of this picture did not arrive. <button>Reload</button></p>';
  place.querySelector("button").onclick = () => location.reload();
}};
"""


class _KeptForAYear(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = A_YEAR
        return response


def assets_routes(base: str) -> list[Mount]:
    """The routes that serve static/; ``base`` is the app's own path, "" or such as "/relu"."""
    files = _KeptForAYear(directory=STATIC)
    return [Mount(f"{base}/{address(folder)}", files) for folder in (AGAIN, "")]
