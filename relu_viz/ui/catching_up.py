"""What a page makes its widgets hold, for a browser that has not heard of it yet.

A browser sends what all its widgets hold along with whatever somebody does. Of a widget that was set meanwhile that is
what it held before, and nobody's wish to have it back; anything else in it somebody has chosen.
"""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from relu_viz.ui.links import browser_is_behind

_PUT = "catching_up.put"
_NOTHING = object()  # what a widget holds that is to be made anew


@dataclass(frozen=True)
class _Put:
    """What a widget was made to hold, by which run, what a browser may hold that has not heard, and if it was sent."""

    value: Any
    run: object
    older: tuple[Any, ...]
    is_drawn: bool = False


def put(key: str, value: Any) -> None:
    """Make a widget hold a value, before it is drawn."""
    puts: dict[str, _Put] = st.session_state.setdefault(_PUT, {})
    now, before = st.session_state.get(key, _NOTHING), puts.get(key)
    if before and not (_is_unheard(before) or before.run is _this_run()):
        before = None
    if now == value and (before is None or before.value == value):
        return
    older = (*before.older, before.value, now) if before else (now,)
    puts[key] = _Put(value, _this_run(), tuple(each for each in older if each != value))
    _hold(key, value)


def make_anew(key: str) -> None:
    """Let a widget start from what it is drawn with."""
    put(key, _NOTHING)


def catch_up() -> None:
    """Put again what a browser does not know; once in a run, before the page writes its link."""
    puts: dict[str, _Put] = st.session_state.get(_PUT, {})
    for key, each in list(puts.items()):
        if st.session_state.get(key, _NOTHING) in each.older and _is_unheard(each):
            _hold(key, each.value)
        elif each.run is not _this_run():
            del puts[key]  # the browser knows, or somebody has set another value since


def all_drawn() -> None:
    """The widgets have been drawn: a browser that knows the newest link knows what they hold, too."""
    puts: dict[str, _Put] = st.session_state.get(_PUT, {})
    for key, each in puts.items():
        puts[key] = replace(each, is_drawn=True)


def is_behind(key: str) -> bool:
    """Whether a widget holds what it held before it was set, of which the browser has not heard."""
    put_there: _Put | None = st.session_state.get(_PUT, {}).get(key)
    return put_there is not None and st.session_state.get(key) in put_there.older and _is_unheard(put_there)


def catch_up_in_a_part() -> None:
    """The same, where only a fragment runs and not its whole page, which has caught up already."""
    context = get_script_run_ctx()
    if context is not None and context.fragment_ids_this_run:
        catch_up()


def _is_unheard(each: _Put) -> bool:
    return browser_is_behind() or (not each.is_drawn and each.run is not _this_run())


def _this_run() -> object:
    """What is the same object throughout a run of the script, its callbacks included, and another in every other."""
    context = get_script_run_ctx()
    return context and context.cursors


def _hold(key: str, value: Any) -> None:
    if value is _NOTHING:
        st.session_state.pop(key, None)
    else:
        st.session_state[key] = value
