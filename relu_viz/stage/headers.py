"""What every answer tells a browser: load nothing from elsewhere, guess no type, tell nobody where one came from."""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit makes modules of what a component is given (blob:), has a script in its page, and draws with styles and
# pictures that it makes itself.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
_SITE = re.compile(r"(https?://)?(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:(\d+|\*))?", re.IGNORECASE)


class Headers:
    """An ASGI app around another: its answers get our headers.

    ``embed`` says which sites may show the app in a frame: ``*``, all; ``none``; or their addresses, blanks between.

    Raises
    ------
    ValueError
        In one sentence, if ``embed`` is none of these.
    """

    def __init__(self, app: ASGIApp, embed: str = "*"):
        self.app = app
        policy = POLICY | {"frame-ancestors": _ancestors(embed)}
        self.headers = {
            "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in policy.items()),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _ancestors(embed: str) -> str:
    if embed in ("*", "none"):
        return {"*": "*", "none": "'none'"}[embed]
    sites = embed.split()
    if not sites or not all(_SITE.fullmatch(site) for site in sites):
        raise ValueError(
            f"RELU_VIZ_EMBED must be *, none, or addresses such as https://lms.example, not {embed[:80]!r}."
        )
    return " ".join(["'self'", *sites])
