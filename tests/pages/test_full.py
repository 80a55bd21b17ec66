"""A server that is full: newcomers are told so, those inside go on."""

import pytest

from relu_viz.stage import seats as module
from relu_viz.stage.kept import Kept
from relu_viz.stage.seats import Seats


@pytest.fixture
def door(monkeypatch, caplog):
    """Come in as a session; ``full`` is how often the server is full when it is asked."""
    inside, store = Seats(), Kept(100)
    monkeypatch.setattr(module, "seats", lambda: inside)
    monkeypatch.setattr(module, "kept", lambda: store)
    monkeypatch.setattr(module.runtime, "exists", lambda: True)
    monkeypatch.setattr(module, "give_back", lambda: None)

    def come(session, *full):
        answers = iter(full)
        monkeypatch.setattr(module, "this_session", lambda: session)
        monkeypatch.setattr(module, "is_full", lambda: next(answers))
        return module.come_in()

    return come, inside, store, caplog


def test_there_is_room(door):
    come, inside, _, log = door
    assert come("a", False)
    assert (inside.sessions, log.messages) == ({"a"}, [])


def test_a_newcomer_is_refused_and_who_is_inside_goes_on(door):
    come, inside, _, log = door
    assert come("a", False)
    assert not come("b", True, True)
    assert come("a", True, True), "even though it is full"
    assert (inside.sessions, log.messages) == ({"a"}, ["refused: newcomer (all the memory is taken that may be)"])


def test_what_is_only_kept_goes_before_anybody_is_refused(door):
    class Thing:
        nbytes = 60

    come, inside, store, log = door
    store.get("one", Thing)
    assert come("a", True, False)
    assert (store.nbytes, inside.sessions, log.messages) == (0, {"a"}, [])


def test_what_is_kept_stays_within_the_limit_and_the_last_one_always():
    class Thing:
        def __init__(self, nbytes):
            self.nbytes = nbytes

    store = Kept(100)
    first = store.get("first", lambda: Thing(40))
    store.get("second", lambda: Thing(40))
    assert store.get("first", lambda: Thing(0)) is first
    store.get("third", lambda: Thing(40))
    assert store.nbytes == 80, "the second was unused for longest"
    assert store.get("first", lambda: Thing(0)) is first
    store.get("large", lambda: Thing(500))
    assert store.nbytes == 500


def test_a_newcomer_is_refused_where_descriptors_run_out(door, monkeypatch):
    come, inside, _, log = door
    monkeypatch.setattr(module, "are_used_up", lambda: True)
    assert not come("a")
    assert (inside.sessions, log.messages) == (
        set(),
        ["refused: newcomer (all the file descriptors are open that may be)"],
    )
