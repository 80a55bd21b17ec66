"""What a browser may say to its page goes on as it is; all else goes no further than here."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from streamlit.proto.BackMsg_pb2 import BackMsg

from relu_viz.stage import Messages
from relu_viz.stage.messages import DEEPEST, FILES, LONGEST
from tests.apart import run_apart


def heard(*sent: bytes | str) -> list[bytes | int]:
    """What an app hears of what a browser sends, to the end of the connection: bytes, or the code that ends it."""
    waiting = [{"type": "websocket.receive", "text" if isinstance(each, str) else "bytes": each} for each in sent]
    waiting.append({"type": "websocket.disconnect", "code": 1000})
    came = []

    async def app(scope, receive, send):
        while (message := await receive())["type"] == "websocket.receive":
            came.append(message["bytes"])
        came.append(message["code"])

    async def receive():
        return waiting.pop(0)

    run_apart(Messages(app)({"type": "websocket"}, receive, None))
    return came


def rerun(*told: str, kind: str = "json_value") -> bytes:
    """A rerun with a widget for each of these JSON texts, and a text field that has the same in it."""
    message = BackMsg()
    message.rerun_script.query_string = "seed=1"
    for number, text in enumerate(told):
        message.rerun_script.widget_states.widgets.add(id=f"field {number}", string_value=text)
        message.rerun_script.widget_states.widgets.add(**{"id": f"picture {number}", kind: text})
    return message.SerializeToString()


def pictures(message: bytes) -> list[str]:
    told = BackMsg.FromString(message)
    assert told.rerun_script.query_string == "seed=1"
    return [each.id for each in told.rerun_script.widget_states.widgets if each.id.startswith("picture")]


def test_what_pages_say_goes_on_byte_for_byte():
    sent = [
        rerun('{"frame": 3}', '[{"event": "edit", "value": {"hidden": "8,7"}}]', "{}", "null", "[1.5, true]"),
        rerun('[{"event": "edit", "value": null}]', kind="json_trigger_value"),
        BackMsg(stop_script=True).SerializeToString(),
        BackMsg(app_heartbeat=True).SerializeToString(),
        BackMsg(file_urls_request={"request_id": "1", "file_names": ["a.csv"]}).SerializeToString(),
        BackMsg(backend_operation_request={"deferred_file": {"file_id": "1"}}).SerializeToString(),
    ]
    assert heard(*sent) == [*sent, 1000]


NOT_OURS = {
    "forget what is kept for all": BackMsg(clear_cache=True),
    "look after versions": BackMsg(load_git_info=True),
    "end the server": BackMsg(debug_shutdown_runtime=True),
    "run when a file changes": BackMsg(set_run_on_save=True),
    "write files": BackMsg(backend_operation_request={"install_skills": {}}),
    "places for many files": BackMsg(file_urls_request={"file_names": ["a.csv"] * (FILES + 1)}),
    "nothing": BackMsg(),
}


@pytest.mark.parametrize("message", NOT_OURS.values(), ids=NOT_OURS)
def test_what_no_page_of_ours_sends_is_passed_over(message, caplog):
    good = rerun("{}")
    assert heard(message.SerializeToString(), good) == [good, 1000]
    assert "refused: message" in caplog.text


@pytest.mark.parametrize("sent", [b"\xff\xff", "text", rerun("{}")[:-3]])
def test_what_is_no_message_ends_the_connection(sent, caplog):
    assert heard(sent, rerun("{}"))[0] in (1003, rerun("{}"))
    assert "refused: message" in caplog.text


UNSOUND = ["", "{", "nan", '{"a": Infinity}', "9" * 5000, "[" * 5000, "[" * DEEPEST + "0" + "]" * DEEPEST,
           '{"a":' * 900 + "0" + "}" * 900, json.dumps("A" * LONGEST)]  # fmt: skip


@pytest.mark.parametrize("kind", ["json_value", "json_trigger_value"])
@pytest.mark.parametrize("told", UNSOUND, ids=range(len(UNSOUND)))
def test_an_event_that_is_no_json_or_too_much_is_taken_out_and_the_others_go_on(told, kind, caplog):
    (message, _) = heard(rerun('{"frame": 1}', told, "[]", kind=kind))
    assert pictures(message) == ["picture 0", "picture 2"]
    assert len(BackMsg.FromString(message).rerun_script.widget_states.widgets) == 5
    assert "refused: event" in caplog.text
    assert told[:20] not in caplog.text or len(told) < 3, "the log has nothing that a visitor said"


@settings(max_examples=300)
@given(some.lists(some.text(max_size=20) | some.from_regex(r"[\[\]{}\",:0-9truefalsn. eE-]{0,20}"), max_size=3))
def test_what_goes_on_is_json(told):
    for message in heard(rerun(*told))[:-1]:
        for each in BackMsg.FromString(message).rerun_script.widget_states.widgets:
            if each.id.startswith("picture"):
                json.loads(each.json_value)
