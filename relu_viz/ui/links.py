"""The link is the state: reads a page's query parameters once, and keeps them true to the controls afterwards.

A page of several parts (a live one, experiments) has a config for each; in the link its settings are ``part.setting``.

A browser sends its link along with whatever somebody does. It is behind until it has heard of the newest: a link that
it sends until then is no wish of somebody's to go back.
"""

from collections.abc import Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from relu_viz.base import Config
from relu_viz.ui.words import plain

_OLDER = "link.older"  # a page, and the links that it wrote or was sent before its newest, until a browser sends that
_PATH = "link.path"
_WISHED = "link.wished"  # the page and the link that somebody came to by Back or Forward, until it is followed
MOST_OLDER = 20


def link_has_changed(page: str) -> bool:
    """Whether the link holds something that this page did not write itself: a fresh visit, or Back was pressed."""
    if link_behind(page) is not None:
        return False
    st.session_state.pop(_OLDER, None)
    return st.session_state.get(f"{page}.written") != st.query_params.to_dict()


def link_behind(page: str) -> dict[str, str] | None:
    """The link that the browser has, if it has not heard of the page's newest yet; ask before that is written."""
    sent, newest = st.query_params.to_dict(), st.session_state.get(f"{page}.written")
    return sent if sent != newest and sent in _older(page) and not _is_history_navigation() else None


def browser_is_behind() -> bool:
    """Whether the browser has not heard of the newest link of the page that it is on."""
    page, _ = st.session_state.get(_OLDER, ("", []))
    return bool(page) and link_behind(page) is not None


def link_says_all() -> bool:
    """Whether the link alone says what is to be shown: it says something, or somebody came to it by Back or Forward.

    Then an empty link means the default; from another page's navigation it means what the visit before left.
    """
    return bool(st.query_params) or _is_history_navigation()


def write_link(page: str, parameters: Mapping[str, str]) -> None:
    """Make the link say what the controls say."""
    before, sent, now = st.session_state.get(f"{page}.written"), st.query_params.to_dict(), dict(parameters)
    if sent != now or before not in (None, now):  # it may have been told of another one meanwhile
        st.query_params.from_dict(now)
    older = [each for each in (*_older(page), before, sent) if each not in (None, now)]
    if older:
        st.session_state[_OLDER] = page, older[-MOST_OLDER:]
    st.session_state[f"{page}.written"] = now
    st.session_state.pop(_WISHED, None)


def follow_link(page: str) -> None:
    """The page shows what the link says: what is done before it has written its own holds on top of that."""
    st.session_state[f"{page}.written"] = st.query_params.to_dict()
    st.session_state.pop(_WISHED, None)


def hear_of_history() -> None:
    """Keep it in mind that somebody came by Back or Forward: another run may end this one before its page follows.

    To be asked in every run, before anything is drawn.
    """
    context, sent = get_script_run_ctx(), st.query_params.to_dict()
    if context is not None and context.is_history_navigation:
        st.session_state[_WISHED] = None, sent
    elif st.session_state.get(_WISHED, (None, sent))[1] != sent:
        st.session_state.pop(_WISHED, None)


def come_to(path: str) -> None:
    """A page that somebody comes to from another has been told of nothing yet: any link there is a wish."""
    where, link = st.session_state.get(_WISHED, (path, None))
    if where is None:
        st.session_state[_WISHED] = path, link
    elif where != path:
        st.session_state.pop(_WISHED, None)
    if st.session_state.get(_PATH) != path:
        st.session_state[_PATH] = path
        st.session_state.pop(_OLDER, None)


def _older(page: str) -> list[dict[str, str]]:
    whose, links = st.session_state.get(_OLDER, (page, []))
    return links if whose == page else []


def _is_history_navigation() -> bool:
    context = get_script_run_ctx()
    return _WISHED in st.session_state or (context is not None and context.is_history_navigation)


def remember_ignored(page: str, ignored: list[str]) -> None:
    """Keep the sentences about what was left out of the link; none, to forget the last ones."""
    st.session_state[f"{page}.ignored"] = ignored


def show_ignored(page: str) -> None:
    """Say which parts of the link were left out, until it is read again."""
    place = st.container()  # in any case, because Streamlit knows a fragment by the place that it has on the page
    sentences = st.session_state.get(f"{page}.ignored", [])
    if sentences:
        place.info(plain("The link was not fully understood; the rest is as it says. " + " ".join(sentences[:6])))


def open_parts(page: str, parts: Mapping[str, type[Config]]) -> bool:
    """Make every part's config ready; returns whether a link has just set them, so that widgets must follow."""
    state = st.session_state.setdefault(f"{page}.parts", {})
    query = st.query_params.to_dict()
    from_link = link_says_all() and link_has_changed(page)
    if from_link:
        of_part = {part: {} for part in parts}
        ignored = []
        for key, text in query.items():
            part, _, setting = key.partition(".")
            if part in parts:
                of_part[part][setting] = text
            else:
                ignored.append(f"There is no setting {key[:40]!r}.")
        for part, settings in of_part.items():
            state[part], left_out = parts[part].from_link(settings)
            ignored += left_out
        remember_ignored(page, ignored)
    for part, kind in parts.items():
        state.setdefault(part, kind())
    write_parts(page)
    return from_link


def part_config(page: str, part: str) -> Config:
    """The config that a part of the page has now."""
    return st.session_state[f"{page}.parts"][part]


def set_part(page: str, part: str, config: Config) -> None:
    """Give a part of the page another config; in the link it is when the parts are written."""
    st.session_state[f"{page}.parts"][part] = config


def write_parts(page: str) -> None:
    """Make the link say what the page's parts are set to."""
    parts = st.session_state[f"{page}.parts"]
    write_link(
        page, {f"{part}.{name}": text for part, config in parts.items() for name, text in config.to_link().items()}
    )
