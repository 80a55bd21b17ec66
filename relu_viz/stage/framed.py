"""A frame may forbid downloads without a word: whoever asks for a file there gets a sentence that leads out of it."""

from streamlit.components.v2 import component

from relu_viz.stage.assets import importing, style

_framed = component(
    "relu_viz_framed",
    html='<p class="framed" role="status" hidden></p>',
    css=style("shared/framed.css"),
    js=importing("shared/framed.js")
    + """export default function ({ parentElement }) {
  picture.then((module) => module.watch(parentElement.querySelector(".framed")), () => {});
}""",
)


def tell_of_frames() -> None:
    """Watch the page's buttons that give files; pictures tell by themselves."""
    _framed(key="framed")
