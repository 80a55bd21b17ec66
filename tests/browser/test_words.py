"""What a link or a file says is shown letter by letter: no link, picture, icon, emphasis or formula comes of it."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.stage import TIMEOUT

pytestmark = pytest.mark.browser
HOSTILE = [
    "![](https://x.example/a.png)", "[Log in again](https://x.example)", "https://x.example/login", "www.x.example/in",
    "me@x.example", "<img src=x onerror=alert()>", "<https://x.example>", "**bold** _so_ __very__ ~~gone~~",
    "`code` ``more``", "$x^2$ $$y$$", ":bomb: :smile:", ":material/add: :streamlit:", ":red[red] :blue-background[b]",
    "a -> b <- c <-> d -- e", "a >= b <= c ~= d", "&lt;b&gt; &amp; &#42;", "a\n# title\n- list\n1. one", "| a | b |",
    "[^1] [x]: https://x.example", "\\*no\\* \\\\", "{{x}} :tooltip[x]{help=y}",
]  # fmt: skip
MADE = "a, img, code, em, strong, del, .katex, h1, h2, ul, ol, table, blockquote, [role=img], span[style], br"


@pytest.mark.parametrize("first", range(0, len(HOSTILE), 6))
def test_names_in_a_link_are_shown_as_text(open_page, first):
    told = HOSTILE[first : first + 6]
    page = open_page("playground?" + "&".join(f"{quote(each, safe='')}=1" for each in told))
    box = page.get_by_test_id("stAlertContainer").first
    expect(box).to_contain_text("The link was not fully understood", timeout=TIMEOUT)
    expect(box.locator("p")).to_have_count(1)
    shown = box.locator("p").inner_text().replace("\u2060", "")
    for each in told:
        assert f"There is no setting {each[:40]!r}." in shown
    assert box.locator("p").locator(MADE).count() == 0


def test_values_in_a_link_are_shown_as_text(open_page):
    page = open_page("activations?" + "&".join(f"{name}={quote(HOSTILE[0])}" for name in ("mean", "spread", "depth")))
    box = page.get_by_test_id("stAlertContainer").first
    expect(box).to_contain_text("must be a number", timeout=TIMEOUT)
    assert box.locator("p").inner_text().replace("\u2060", "").count(f"not {HOSTILE[0]!r}.") == 3
    assert box.locator("p").locator(MADE).count() == 0


def test_columns_and_labels_of_a_file_are_shown_as_text(open_page):
    page = open_page("playground")
    page.get_by_text("Data of your own").click()
    column, label = "![](x.png)", "**a** :bomb:"
    text = f"{column},b,c\n1,2,{label}\n3,4,[b](c)\n"
    page.locator("input[type=file]").set_input_files({"name": "p.csv", "mimeType": "text/csv", "buffer": text.encode()})
    told = page.get_by_test_id("stMarkdownContainer").filter(has_text="2 points; class 0 is")
    expect(told).to_be_visible(timeout=TIMEOUT)
    words = told.inner_text().replace("\u2060", "")
    assert repr(label) in words
    assert repr("[b](c)") in words
    assert told.locator(MADE).count() == 0
    expect(page.get_by_role("combobox", name="First number")).to_have_value(column)
    assert page.locator("section[data-testid=stSidebar] img").count() == 0
