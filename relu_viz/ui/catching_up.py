"""What a page makes its widgets hold, for a browser that has not heard of it yet.

A browser sends what all its widgets hold along with whatever somebody does. Of a widget that was set meanwhile that is
what it held before, and nobody's wish to have it back; anything else in it somebody has chosen.
"""

from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from relu_viz.ui.links import link_behind

_PUT = "catching_up.put"
_NOTHING = object()  # what a widget holds that is to be made anew


@dataclass(frozen=True)
class _Put:
    """What a widget was made to hold, what it may hold where this is not known, and the link that was there then."""

    value: Any
    older: tuple[Any, ...]
    link: dict[str, str]


def put(key: str, value: Any) -> None:
    """Make a widget hold a value, before it is drawn."""
    now = st.session_state.get(key, _NOTHING)
    if now is not _NOTHING and now == value:
        return
    puts = st.session_state.setdefault(_PUT, {})
    older = (*puts[key].older, puts[key].value) if key in puts else ()
    puts[key] = _Put(value, (*older, now), st.query_params.to_dict())
    _hold(key, value)


def make_anew(key: str) -> None:
    """Let a widget start from what it is drawn with."""
    put(key, _NOTHING)


def catch_up(page: str) -> None:
    """Put again what a browser does not know that is behind; once in a run, before the page writes its link."""
    puts: dict[str, _Put] = st.session_state.get(_PUT, {})
    behind, link = link_behind(page) is not None, st.query_params.to_dict()
    for key, each in list(puts.items()):
        now = st.session_state.get(key, _NOTHING)
        if behind and now in each.older:
            _hold(key, each.value)
        elif now != each.value or (not behind and each.link != link):
            del puts[key]  # somebody has set it since, or the browser knows


def is_behind(page: str, key: str) -> bool:
    """Whether a widget holds what it held before it was set, of which the browser has not heard."""
    put_there: _Put | None = st.session_state.get(_PUT, {}).get(key)
    return put_there is not None and link_behind(page) is not None and st.session_state.get(key) in put_there.older


def catch_up_in_a_part(page: str) -> None:
    """The same, where only a fragment runs and not its whole page, which has caught up already."""
    context = get_script_run_ctx()
    if context is not None and context.fragment_ids_this_run:
        catch_up(page)


def _hold(key: str, value: Any) -> None:
    if value is _NOTHING:
        st.session_state.pop(key, None)
    else:
        st.session_state[key] = value
