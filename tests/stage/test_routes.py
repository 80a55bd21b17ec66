"""What the route answers: a reel to whom it belongs, one sentence to everybody else."""

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as some
from starlette.applications import Starlette

from relu_viz.stage import stage
from relu_viz.stage.pace import Pace
from relu_viz.stage.reel import VERSION
from relu_viz.stage.routes import routes
from relu_viz.stage.seats import seats
from relu_viz.stage.stage import StudentsSeat
from relu_viz.stage.want import MOST, MOST_BYTES, Want
from relu_viz.training import Trainer, TrainingConfig
from tests.apart import run_apart

CONFIG = TrainingConfig(samples=60, hidden=(4, 3))


def call(app, path: str, body: bytes = b"", method: str = "POST") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one request to an ASGI app."""
    return run_apart(called(app, path, body, method))


async def called(app, path: str, body: bytes = b"", method: str = "POST") -> tuple[int, dict[str, str], bytes]:
    chunks = [body[start : start + 1000] for start in range(0, len(body), 1000)] or [b""]
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages[-1]["more_body"] = False
    sent = []

    async def receive():
        return messages.pop(0) if messages else await asyncio.Event().wait()  # nobody hangs up

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
             "headers": [], "root_path": "", "http_version": "1.1", "scheme": "http"}  # fmt: skip
    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def seat(monkeypatch):
    """Somebody's seat on this server, where nobody else is."""
    monkeypatch.setattr(stage, "pace", Pace())
    seat = StudentsSeat(Trainer(CONFIG))
    seats().take("somebody", "stage", seat)
    yield seat
    seats().clear({"somebody"})


def asking(seat: StudentsSeat, **others: object) -> bytes:
    return json.dumps({"generation": seat.number, "request": 7, "epoch": 0, "epochs": 3} | others).encode()


@pytest.mark.parametrize("base", ["", "relu", "/a/b/"])
def test_a_reel_is_the_answer_at_any_base_path(seat, base):
    app = Starlette(routes=routes(base))
    status, headers, reel = call(app, f"/{base}/live/{seat.name}".replace("//", "/").replace("//", "/"), asking(seat))
    assert (status, headers["relu-viz"], reel[0]) == (200, "live", VERSION)
    assert len(reel) >= 40 + 3 * (40 + 4 * (2 + 31) + 16)


REFUSED = {
    "another method": (405, {"method": "GET"}),
    "nobody's seat": (404, {"path": "/live/nobody"}),
    "no seat": (404, {"path": "/live"}),
    "below a seat": (404, {"path": "/live/a/b"}),
    "no JSON": (400, {"body": b"\xff{"}),
    "deep JSON": (400, {"body": b"[" * 4000}),
    "too long": (413, {"body": b" " * (MOST_BYTES + 1)}),
    "another run": (409, {"generation": 1}),
    "another run of a larger number": (409, {"generation": 2**32 - 1}),
    "no frames": (400, {"epochs": 0}),
    "before the start": (400, {"epoch": -1}),
    "half an epoch": (400, {"epoch": 1.5}),
    "true for 1": (400, {"request": True}),
    "beyond all": (400, {"epoch": 10**400}),
    "unknown field": (400, {"theta": 1}),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_a_request_gets_a_sentence_and_the_next_one_is_answered(seat, kind):
    status, told = REFUSED[kind]
    app, path = Starlette(routes=routes("")), f"/live/{seat.name}"
    others = {name: value for name, value in told.items() if name not in ("method", "path", "body")}
    answer = call(app, told.get("path", path), told.get("body", asking(seat, **others)), told.get("method", "POST"))
    assert answer[0] == status
    assert answer[1]["relu-viz"] == "live"
    sentence = answer[2].decode()
    assert sentence.endswith(".")
    assert len(sentence) < 200
    assert call(app, path, asking(seat))[0] == 200


def test_what_is_typical_is_answered_beside_another_request(seat):
    app, path = Starlette(routes=routes("")), f"/live/{seat.name}"

    async def both() -> list[int]:
        bodies = (asking(seat), asking(seat, epoch=9, typical=1), asking(seat))
        return [answer[0] for answer in await asyncio.gather(*(called(app, path, body) for body in bodies))]

    assert run_apart(both()) == [200, 200, 429]


def test_one_request_of_a_seat_at_a_time(seat):
    app, path = Starlette(routes=routes("")), f"/live/{seat.name}"

    async def both() -> list[int]:
        return [answer[0] for answer in await asyncio.gather(*(called(app, path, asking(seat)) for _ in range(2)))]

    assert sorted(run_apart(both())) == [200, 429]
    assert call(app, path, asking(seat, epoch=3))[0] == 200


def test_who_asks_at_a_seat_that_was_left_for_another_is_told_that_nothing_is_there(seat):
    app, another = Starlette(routes=routes("")), StudentsSeat(Trainer(CONFIG))
    seats().take("somebody", "stage", another)
    status, headers, body = call(app, f"/live/{seat.name}", asking(seat))
    assert (status, headers["relu-viz"], body) == (204, "live", b"")
    assert call(app, f"/live/{another.name}", asking(another))[0] == 200


fields = some.dictionaries(some.sampled_from([*MOST, "other"]), some.integers() | some.floats() | some.text(max_size=9))


@given(
    some.binary(max_size=200) | some.text(max_size=200).map(str.encode) | fields.map(lambda it: json.dumps(it).encode())
)
def test_whatever_is_sent_is_a_request_within_its_bounds_or_a_sentence(body):
    try:
        want = Want.read(body)
    except ValueError as problem:
        sentence = str(problem)
    else:
        sentence = ""
        assert all(0 <= value <= MOST[name] for name, value in vars(want).items())
    assert len(sentence) < 200


def test_static_files_are_kept_for_a_year_under_their_version():
    from relu_viz.stage.assets import address, version

    app = Starlette(routes=routes(""))
    for file in ("stage/stage.js", "again/stage/stage.js"):
        status, headers, body = call(app, f"/{address(file)}", method="GET")
        assert status == 200
        assert "immutable" in headers["cache-control"]
        assert b"export function mount" in body
    assert call(app, f"/app/static/{'0' * len(version())}/stage/stage.js", method="GET")[0] == 404
