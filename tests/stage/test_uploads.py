"""Files that browsers send: there is room for so many, and what goes gives its room back."""

import asyncio
import tomllib

import pytest
from starlette.responses import Response

from benchmarks.browser import ROOT
from relu_viz.data import MOST_MEGABYTES
from relu_viz.stage import Uploads, uploads
from relu_viz.stage.health import registry
from tests.apart import run_apart

MOST, TOGETHER = 2**20, 50 * 2**20 // uploads.SHARE_OF_MEMORY
PLACE = "/some/where/_stcore/upload_file"


class Server:
    """Takes files and holds them as Streamlit does, behind what is tested; counts those that come so far."""

    def __init__(self):
        self.files: dict[str, dict[str, int]] = {}
        self.came, self.status = 0, 204
        self.problem: OSError | None = None
        self.app = Uploads(self._take, MOST, lambda: self.files)

    async def _take(self, scope, receive, send):
        self.came += 1
        if self.problem:
            raise self.problem
        while (await receive())["more_body"]:
            pass
        session, name = scope["path"].split("/")[-2:]
        if self.status == 204 and scope["method"] == "PUT":
            self.files.setdefault(session, {})[name] = int(dict(scope["headers"]).get(b"content-length", 0))
        if self.status == 204 and scope["method"] == "DELETE":
            self.files[session].pop(name, None)
        await Response(status_code=self.status)(scope, receive, send)

    def send(self, session, name, size=MOST, method="PUT", body=b"", place=PLACE):
        """The status that an answer to a file has; ``size`` is what the browser says of it."""
        return run_apart(self.sent(session, name, size, method, body, place))

    async def sent(self, session, name, size, method, body, place):
        answers = []

        async def receive():
            if body is None:  # it never comes
                await asyncio.Event().wait()
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            answers.append(message)

        headers = [] if size is None else [(b"content-length", str(size).encode())]
        scope = {"type": "http", "method": method, "path": f"{place}/{session}/{name}", "headers": headers}
        await self.app(scope, receive, send)
        return answers[0]["status"]


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("RELU_VIZ_MEMORY", "50")
    return Server()


def refusals():
    return registry.get_sample_value("relu_viz_refusals_total", {"what": "upload"}) or 0


@pytest.mark.parametrize("size", [MOST + uploads.AROUND_A_FILE + 1, None, -1, "1e3", "9" * 400, "٣"])
def test_what_is_too_large_or_does_not_say_how_large_it_is_is_not_looked_at(server, size):
    before = refusals()
    assert server.send("anna", "a", size) == 413
    assert (server.came, refusals()) == (0, before + 1)


def test_a_session_has_two_files_and_one_that_is_sent_again_takes_its_own_place(server):
    assert [server.send("anna", name) for name in "abca"] == [204, 204, 503, 204]
    assert server.send("ben", "a") == 204
    assert server.send("anna", "a", method="DELETE") == 204
    assert server.send("anna", "c") == 204


def test_a_file_that_streamlit_did_not_delete_is_still_there(server):
    assert [server.send("anna", name) for name in "ab"] == [204, 204]
    server.status = 403
    assert server.send("anna", "a", method="DELETE") == 403
    server.status = 204
    assert server.send("anna", "c") == 503


def test_all_together_have_a_part_of_the_memory_until_streamlit_forgets_who_left(server):
    told = [server.send(str(number), "a") for number in range(20)]
    fit = TOGETHER // MOST
    assert told == [204] * fit + [503] * (20 - fit)
    del server.files["0"]
    assert [server.send("99", name) for name in "ab"] == [204, 503]


def test_what_the_server_did_not_take_needs_no_room_and_what_was_there_stays(server):
    server.send("anna", "a")
    server.status = 400
    assert [server.send("anna", name) for name in "abcd"] == [400] * 4
    server.status = 204
    assert [server.send("anna", name) for name in "bc"] == [204, 503]


def test_what_is_on_its_way_has_its_room(server, monkeypatch):
    monkeypatch.setattr(uploads, "SECONDS", 0.05)

    async def at_once():
        sent = [server.sent("anna", name, MOST, "PUT", None, PLACE) for name in "abc"]
        return await asyncio.gather(*sent)

    assert run_apart(at_once()) == [408, 408, 503]


def test_nobody_may_send_while_the_server_is_full(server, monkeypatch):
    monkeypatch.setattr(uploads, "is_full", lambda: True)
    assert server.send("anna", "a") == 503


def test_a_file_that_does_not_come_makes_room_for_another(server, monkeypatch):
    monkeypatch.setattr(uploads, "SECONDS", 0.01)
    assert [server.send("anna", name, body=None) for name in "abc"] == [408] * 3
    monkeypatch.undo()
    assert server.send("anna", "d") == 204


def test_a_disk_that_is_full_is_said_and_nothing_is_held(server, caplog):
    server.problem = OSError(28, "No space left on device")
    assert [server.send("anna", name) for name in "abc"] == [507] * 3
    assert "no place on disk: No space left on device" in caplog.text
    server.problem = None
    assert server.send("anna", "d") == 204


def test_all_else_goes_through(server):
    assert server.send("anna", "a", None, "OPTIONS") == 204
    assert server.send("anna", "a", None, place="/live") == 204


def test_streamlit_accepts_a_request_with_the_largest_file_and_not_much_more():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["server"]["maxUploadSize"] == MOST_MEGABYTES + 1
