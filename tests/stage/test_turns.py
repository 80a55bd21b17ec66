"""Turns: whose it is, what is held in one, and what becomes of work that nobody waits for."""

import asyncio
import threading
from concurrent.futures import CancelledError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relu_viz.stage import turns as module
from relu_viz.stage.turns import NOBODY, Job, Turns


class Bench:
    """Turns in which each piece takes as long as it says, by a clock of their own, written down in order."""

    def __init__(self, monkeypatch, is_there=lambda session: True):
        self.now, self.done = 0.0, []
        monkeypatch.setattr(module, "monotonic", lambda: self.now)
        self.turns, self._begin = Turns(is_there), threading.Event()
        reached = threading.Event()
        self.turns.do(NOBODY, lambda: reached.set() or self._begin.wait(30))  # nothing begins before all are there
        reached.wait(30)

    def pieces(self, name, *seconds):
        for number, each in enumerate(seconds, 1):
            self.now += each
            self.done.append(name)
            yield number
        return name

    def take(self, owner, *seconds, holds=(), name=None, live=False):
        return self.turns.take(Job(owner, self.pieces(name or owner, *seconds), holds, live))

    def go(self, *jobs):
        self._begin.set()
        for job in jobs:
            assert job.result.result(30)
        return self.done


@pytest.fixture
def bench(monkeypatch):
    return Bench(monkeypatch)


def test_a_turn_ends_after_fifty_milliseconds_and_turns_go_round(bench):
    jobs = [bench.take(each, *[0.02] * 6) for each in "ab"]
    assert "".join(bench.go(*jobs)) == "aaabbb" * 2


def test_who_asks_for_little_does_not_wait_for_who_asks_for_much(bench):
    def comes_now():
        yield from bench.pieces("x", *[0.05] * 10)
        light.append(bench.take("innocent", 0.01))
        yield from bench.pieces("x", *[0.05] * 10)
        return True

    light, others = [], [bench.take(each, *[0.05] * 40) for each in "yz"]
    done = bench.go(bench.turns.take(Job("x", comes_now())), *others, *light)
    assert light[0].result.result(30)
    came = [place for place, each in enumerate(done) if each == "x"][10]  # x goes on in the turn in which they came
    assert came - 2 <= done.index("innocent") <= came + 3
    assert done[came + 3 :].count("y") > 20


def test_a_session_with_many_jobs_has_one_share(bench):
    many = [bench.take("greedy", *[0.05] * 4, name=f"greedy {n}") for n in range(4)]
    one = bench.take("modest", *[0.05] * 4)
    bench.go(*many, one)
    last = len(bench.done) - 1 - bench.done[::-1].index("modest")
    assert last <= 8, "every second turn was theirs"
    assert len(set(bench.done[:last]) - {"modest"}) >= 3, "the jobs of the greedy one take turns as well"


def test_who_are_served_at_once_share_what_it_takes_and_up_to_three_turns(bench):
    shared, alone = bench.take("a", *[0.05] * 6, name="shared"), bench.take("c", *[0.05] * 6)
    shared.serves += ["b", "x", "y"]
    later = bench.take("b", *[0.05] * 2)
    done = bench.go(shared, alone, later)
    assert done[:3] == ["shared"] * 3, "of four, each had 37.5 ms"
    assert done[3:6] in (["c", "b", "shared"], ["c", "shared", "shared"]), done
    assert done.index("b") > 3, "who was served was not idle"


def test_what_is_watched_live_goes_first_for_two_turns(bench):
    others = [bench.take(each, *[0.05] * 3) for each in "abcdefgh"]
    light, heavy = bench.take("light", 0.02, 0.02, live=True), bench.take("heavy", *[0.05] * 5, live=True)
    done = bench.go(light, heavy, *others)
    assert sorted(done[:4]) == ["heavy", "heavy", "light", "light"]
    assert done.count("heavy") == 5
    assert done[4:12].count("heavy") <= 1, "then its turn comes round like anybody's"


def test_however_much_is_watched_the_rest_has_a_turn_again_and_again(bench):
    live = [bench.take(f"live {n}", 0.05, live=True) for n in range(30)]
    rest = bench.take("rest", *[0.05] * 4)
    done = bench.go(rest, *live)
    places = [place for place, each in enumerate(done) if each == "rest"]
    assert max(then - before for before, then in zip([-1, *places], places, strict=False)) <= 6


def test_what_one_job_holds_no_other_touches_until_it_is_done(bench):
    thing, other = object(), object()
    first = bench.take("a", *[0.05] * 3, holds=[thing], name="first")
    second = bench.take("b", 0.01, holds=[other, thing], name="second")
    third = bench.take("c", 0.01, holds=[other], name="third")
    free = bench.take("d", 0.01, holds=[object()], name="free")
    done = bench.go(first, second, third, free)
    assert [each for each in done if each != "free"] == ["first"] * 3 + ["second", "third"], "in the order of asking"
    assert "free" in done[:4]


def test_what_is_cancelled_is_closed_before_anything_else_is_done_with_what_it_holds(bench):
    closed, thing, begun = [], object(), threading.Event()

    def endless():
        try:
            while True:
                begun.set()
                yield 0.0
        finally:
            closed.append(True)

    bench._begin.set()
    job = bench.turns.take(Job("a", endless(), [thing]))
    begun.wait(30)
    bench.now += 1
    job.result.cancel()
    waiting = bench.turns.do("b", lambda: list(closed), [thing])
    bench.now += 1
    assert waiting.result.result(30) == [True]
    with pytest.raises(CancelledError):
        job.result.result(1)


def test_the_work_of_who_has_left_is_dropped_and_that_of_nobody_is_done(monkeypatch):
    there = {"stays"}
    bench = Bench(monkeypatch, there.__contains__)
    left, stays, own = bench.take("left", 0.01), bench.take("stays", 0.01), bench.take(NOBODY, 0.01, name="own")
    assert sorted(bench.go(stays, own)) == ["own", "stays"]
    assert left.result.cancelled()


def test_a_failure_is_told_to_who_asked_and_the_thread_goes_on(bench):
    def breaks():
        yield 0.0
        raise ArithmeticError("broken")

    broken, stubborn = bench.turns.take(Job("a", breaks())), bench.take("b", 0.01)
    bench._begin.set()
    with pytest.raises(ArithmeticError, match="broken"):
        broken.result.result(30)
    assert stubborn.result.result(30) == "b"


@settings(max_examples=25)
@given(asked=st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 12)), min_size=1, max_size=8))
def test_whatever_is_asked_shares_differ_by_a_turn_while_all_wait(asked):
    with pytest.MonkeyPatch.context() as monkeypatch:
        bench = Bench(monkeypatch)
        jobs = [bench.take(owner, *[0.05] * count) for owner, count in asked]
        left = {owner: sum(count for each, count in asked if each == owner) for owner, _ in asked}
        had = dict.fromkeys(left, 0)
        for owner in bench.go(*jobs):
            had[owner] += 1
            waiting = [had[each] for each in had if had[each] < left[each]]
            assert max(waiting, default=0) - min(waiting, default=0) <= 1
        assert had == left


def test_who_does_not_wait_until_the_end_is_not_in_its_way(caplog):
    turns, go_on = Turns(), threading.Event()
    job = turns.do("a", lambda: go_on.wait(30))
    assert asyncio.run(job.is_done_within(0.01)) is False
    assert asyncio.run(job.is_done_within(0)) is False
    go_on.set()
    assert job.result.result(30)
    assert asyncio.run(job.is_done_within()) is True
    assert caplog.records == [], "their event loops have ended long ago"
