"""The server's own routes: ``POST live/<seat>``, which answers with a reel, and the files of static/.

A plain request passes every proxy, has no state to lose, and meets no message of Streamlit's. Who asks is a stranger:
one request of a seat at a time, a small body, every field checked; what is refused is refused with one sentence.
"""

from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from relu_viz.stage.assets import assets_routes
from relu_viz.stage.batching import classroom
from relu_viz.stage.closing import is_closing
from relu_viz.stage.health import ANSWERS, health_routes, refused
from relu_viz.stage.want import MOST_BYTES, Want

OURS = {"Relu-Viz": "live", "Cache-Control": "no-store"}  # by which the browser knows an answer from a proxy's


def routes(base: str) -> list[BaseRoute]:
    """Every route of ours; ``base`` is the app's own path as Streamlit has it: "", or such as "relu"."""
    base = f"/{base.strip('/')}".rstrip("/")
    live = [Route(f"{base}/live/{{seat:path}}", LiveRoute()), Route(f"{base}/live", LiveRoute())]
    return [*live, *health_routes(base, lambda: classroom().turns.seconds_stuck), *assets_routes(base)]


class LiveRoute:
    """An ASGI app that answers one browser's request for frames."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (await self._answer(scope, receive))(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        if scope["method"] != "POST":
            refused("request", "method")
            return _refusal(405, "Frames are asked for by POST.", Allow="POST")
        body = await _body(receive)
        if body is None:
            refused("request", "too large")
            return _refusal(413, f"A request has at most {MOST_BYTES} bytes.")
        if is_closing():
            return _refusal(503, "The server restarts: back in a moment.")
        from relu_viz.stage.seats import seats  # as it is now: Streamlit reloads what a developer has edited

        seat = seats().find(scope["path_params"].get("seat", ""))
        if seat is None:
            return _refusal(404, "There is no such seat, or nobody sits there any more.")
        if seat.left:  # nothing is wrong: the request and the page with the new seat have met on the way
            return Response(status_code=204, headers=OURS)
        try:
            want = Want.read(body)
        except ValueError as problem:
            refused("request", "malformed")
            return _refusal(400, str(problem))
        if want.generation != seat.number:
            return _refusal(409, "Another run is shown at this seat.")
        beside = seat.answers_beside(want)
        if seat.busy and not beside:
            return _refusal(429, "This seat's last request is still being answered.")
        seat.busy = seat.busy or not beside
        try:
            with ANSWERS.time():
                reel = await seat.answer(want)
        finally:
            seat.busy = seat.busy and beside
        # Numbers that look random do not shrink: "identity" spares the server trying.
        return Response(reel, media_type="application/octet-stream", headers={**OURS, "Content-Encoding": "identity"})


async def _body(receive: Receive) -> bytes | None:
    """A request's body, or None if it is too large: what comes after that is not waited for."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
        if len(body) > MOST_BYTES:
            return None
    return body


def _refusal(status: int, sentence: str, **headers: str) -> Response:
    return PlainTextResponse(sentence, status, headers=OURS | headers)
