"""The script that Streamlit runs for every visitor: page settings, navigation, and then the page asked for."""

from pathlib import Path

import streamlit as st

from relu_viz.stage import come_in, drawing, tell_of_frames
from relu_viz.ui.links import come_to, hear_of_history
from relu_viz.ui.pages import HOME, SECTIONS, all_pages

ICON = Path(__file__).parents[2] / "static" / "icon.svg"
STYLES = [Path(__file__).with_name(name) for name in ("forced_colours.css", "phone.css")]


def navigation() -> st.Page:
    """The navigation with every page; returns the one that is asked for."""
    sections: dict[str, list[st.Page]] = {title: [] for title in SECTIONS.values()}
    for page in all_pages().values():
        icon, home = f":material/{page.icon}:", page.name == HOME
        path = "home" if home else page.name  # Streamlit shows the default page at / and keeps its path for itself
        listed = sections[page.section]
        listed.append(st.Page(page.file, title=page.title, icon=icon, url_path=path, default=home))
        if home:  # so that it is found by its own name, too
            listed.append(st.Page(page.file, title=page.title, icon=icon, url_path=page.name, visibility="hidden"))
    return st.navigation(sections, position="top")


hear_of_history()
st.set_page_config(page_title="relu_viz", page_icon=str(ICON), layout="wide")
for style in STYLES:
    st.html(style)
page = navigation()
come_to(page.url_path)
if come_in():
    with drawing.turn():
        page.run()
        tell_of_frames()
else:
    st.title("Full, try in a minute", anchor=False)
    st.markdown(
        "As many people are here as this server has room for. They go on; when some have left, you can come in."
    )
    st.button("Try again", icon=":material/refresh:")
