"""What a person does on the Activations page: drag alpha, read, share the link."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TIMEOUT = 30_000


def explorer_of(page):
    explorer = page.get_by_test_id("explorer")
    expect(explorer).to_be_visible(timeout=TIMEOUT)
    return explorer


def test_dragging_the_curve_moves_alpha_without_the_server_and_the_link_follows_on_release(open_page):
    page = open_page("?activations=relu,leaky_relu&focus=leaky_relu")
    explorer = explorer_of(page)
    canvas = explorer.locator("canvas")
    box = canvas.bounding_box()
    scale = (box["width"] - 56) / 12  # pixels for each z, see plot.js
    start = (box["x"] + 44 + 2 * scale, box["y"] + 4 + (4.5 / 7) * 222)  # z = −4, f ≈ 0
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0], start[1] + 60, steps=12)
    typed = explorer.get_by_label("Leaky ReLU alpha, typed")
    expect(typed).not_to_have_value("0.01")
    assert "leaky_relu=" not in page.url
    page.mouse.up()
    alpha = typed.input_value()
    assert 0.2 < float(alpha) < 0.6
    expect(page).to_have_url(re.compile(rf"[?&]leaky_relu={re.escape(alpha)}(&|$)"), timeout=TIMEOUT)
    expect(page.locator(".katex").first).to_contain_text(f"{float(alpha):.4g}"[:4])
    page.reload()
    expect(explorer_of(page).get_by_label("Leaky ReLU alpha, typed")).to_have_value(alpha)


def test_the_keyboard_moves_alpha_and_z(open_page):
    page = open_page("?activations=elu&focus=elu")
    explorer = explorer_of(page)
    explorer.get_by_role("slider", name="ELU alpha").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"elu=1\.05"), timeout=TIMEOUT)
    explorer.get_by_role("slider", name="z", exact=True).focus()
    page.keyboard.press("PageUp")
    expect(explorer.locator(".reading")).to_contain_text("at z = 0.00: f = 0.000, slope f′ = 1.050")


def test_a_typed_alpha_out_of_range_gets_a_sentence(open_page):
    page = open_page("?activations=elu&focus=elu")
    field = explorer_of(page).get_by_label("ELU alpha, typed")
    sentence = page.get_by_role("alert").filter(has_text="Alpha of ELU must be a number from -1 to 3.")
    for wrong, right in (("99", "1.7"), ("-3", "1.8"), ("", "1.9")):
        field.fill(wrong)
        field.press("Enter")
        field.blur()
        expect(sentence).to_be_visible()
        field.fill(right)
        field.press("Enter")
        expect(page).to_have_url(re.compile(f"elu={re.escape(right)}"), timeout=TIMEOUT)
        expect(sentence).to_be_hidden()


def test_the_focus_is_in_the_link_and_the_facts_follow(open_page):
    page = open_page("?activations=relu,tanh,squareplus&focus=relu")
    explorer_of(page).get_by_role("button", name="Tanh").click()
    expect(page.get_by_role("heading", name="Tanh")).to_be_visible(timeout=TIMEOUT)
    expect(page).to_have_url(re.compile("focus=tanh"))
    explorer_of(page).get_by_role("button", name="Squareplus").click()
    expect(page.get_by_text("Barron 2021")).to_be_visible(timeout=TIMEOUT)


def test_data_and_picture_can_be_taken_away(open_page):
    page = open_page()
    with page.expect_download() as picture:
        explorer_of(page).get_by_role("button", name="Download this picture").click()
    assert picture.value.path().read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as data:
        page.get_by_role("button", name="ELU (CSV)").click(timeout=TIMEOUT)
    lines = data.value.path().read_text().splitlines()
    assert lines[0] == "z,f,f_prime"
    assert len(lines) == 1202


def test_the_state_survives_a_visit_to_the_other_page(open_page):
    page = open_page("?activations=relu,silu&focus=silu")
    explorer_of(page)
    page.get_by_role("link", name="Playground").click()
    expect(page.get_by_test_id("stage")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("link", name="Activations").click()
    expect(explorer_of(page).get_by_role("button", name="SiLU (Swish)")).to_be_visible(timeout=TIMEOUT)
