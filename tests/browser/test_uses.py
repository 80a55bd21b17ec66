"""The pages that train live, as people use them: train, pause, go back, draw a digit, push the cart."""

import re
from itertools import islice

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from relu_viz.stage.assets import address
from relu_viz.uses import PHYSICS, ConvConfig, DenseConfig, digits_frames, load_digits
from relu_viz.uses.cartpole import make_worlds
from tests.browser.axe import serious

pytestmark = pytest.mark.browser

TIMEOUT = 60_000
LATE = re.compile(r"^(1[2-9]|[2-9]\d|1\d\d)$")  # a moment well into the training
SEVEN = [[(0.28, 0.14), (0.72, 0.14), (0.44, 0.88)]]
CNN, DENSE, AGENT = "cnn", "fully_connected?live.activation=elu&live.depth=3", "agent"


def picture(page: Page, name: str) -> Locator:
    found = page.get_by_test_id(name)
    expect(found).to_have_attribute("data-frame", re.compile(r"\d"), timeout=TIMEOUT)
    return found


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def train(page: Page, name: str) -> Locator:
    shown = picture(page, name)
    button(page, "Train").click()
    expect(shown).to_have_attribute("data-frame", LATE, timeout=TIMEOUT)
    return shown


def pause(page: Page, shown: Locator) -> int:
    button(page, "Pause").click()
    expect(button(page, "Train")).to_be_visible()
    return int(shown.get_attribute("data-frame"))


@pytest.fixture(scope="module")
def trained(shared_page):
    """The page of the path that is the parameter, its picture trained and paused; see shared_page."""
    shown = train(shared_page, "agent" if AGENT in shared_page.url else "digits")
    pause(shared_page, shown)
    return shared_page


def trained_in(*paths: str):
    """Marks a test that wants the trained pages of these paths."""
    return pytest.mark.parametrize("shared_page", paths, indirect=True)


@pytest.mark.parametrize(
    ("path", "name", "cancel", "first_words"),
    [
        ("cnn?live.epochs=40", "digits", "Reset", "Press Train. The filters of this ReLU network are random."),
        (
            "fully_connected?live.epochs=60",
            "digits",
            "Reset",
            "Press Train. The units of this ReLU network are random.",
        ),
        ("agent", "agent", "Cancel training", "Press Train. 5 agents of each kind know nothing yet"),
    ],
)
def test_training_is_watched_paused_scrubbed_and_cancelled(open_page, path, name, cancel, first_words):
    page = open_page(path)
    shown = picture(page, name)
    expect(shown.locator(".sentence")).to_contain_text(first_words)
    train(page, name)
    frame = pause(page, shown)
    scrub = shown.get_by_role("slider", name="Moment")
    assert int(scrub.input_value()) == frame
    scrub.focus()
    page.keyboard.press("Home")
    expect(shown).to_have_attribute("data-frame", "0")
    expect(shown.locator(".sentence")).not_to_contain_text("Press Train")
    page.keyboard.press("End")
    expect(shown).to_have_attribute("data-frame", str(frame))
    with page.expect_download(timeout=TIMEOUT) as data:
        button(page, "Download what was measured so far (CSV)").click()
    lines = data.value.path().read_text().splitlines()
    assert lines[0].startswith("moment,at,")
    assert len(lines) > frame
    button(page, cancel).click()
    expect(shown).to_have_attribute("data-frame", "0")
    expect(shown.locator(".sentence")).to_contain_text(first_words)
    assert scrub.get_attribute("max") == "0"
    train(page, name)  # and it can be begun anew


CONFIGS = {
    CNN: ConvConfig(),
    "cnn?live.activation=prelu&live.filters=3,4,5": ConvConfig(activation="prelu", filters=(3, 4, 5)),
    DENSE: DenseConfig(activation="elu", depth=3),
}


@trained_in(*CONFIGS)
def test_the_browser_computes_what_the_network_does(trained, request):
    config = CONFIGS[request.node.callspec.params["shared_page"]]
    told = picture(trained, "digits").evaluate("""e => ({
        number: Number(e.dataset.frame),
        index: e.picture.index,
        logits: [...e.picture.reading.logits],
        z: e.picture.reading.layers.map(({ z }) => [...z]),
        accuracy: e.timeline.frame.test_accuracy,
    })""")
    frame = next(islice(filter(None, digits_frames(config)), told["number"], None))
    network = config.make()
    network.theta[0] = frame.theta
    image = load_digits(config.seed).x_test[told["index"]]
    *hidden, logits = network.pre_activations(image[None])
    np.testing.assert_allclose(told["logits"], logits.ravel(), atol=1e-3, rtol=1e-3)
    for mine, theirs in zip(told["z"], hidden, strict=True):
        np.testing.assert_allclose(mine, theirs.ravel(), atol=1e-3, rtol=1e-3)
    assert told["accuracy"] == pytest.approx(frame.measures.test_accuracy)


def draw(page: Page, strokes) -> None:
    box = page.get_by_label("Drawing pad").bounding_box()
    for stroke in strokes:
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=8)
        page.mouse.up()


@trained_in(CNN)
def test_a_drawn_digit_is_read_and_strange_drawings_are_told(trained):
    page, shown = trained, picture(trained, "digits")
    expect(shown.locator(".which")).to_have_text("or read this held-out 3")
    draw(page, SEVEN)
    expect(shown).to_have_attribute("data-answer", "7")
    expect(shown.locator(".which")).to_have_text("yours")
    expect(shown.locator(".told")).to_contain_text("sure")
    button(page, "Clear").click()  # empty: the held-out digit again
    expect(shown).to_have_attribute("data-answer", "3")
    draw(page, [[(0.4 + 0.2 * x, 0.4 + 0.2 * y) for x, y in SEVEN[0]]])  # tiny
    expect(shown).to_have_attribute("data-answer", "7")
    button(page, "Clear").click()
    draw(page, [[(1.6 * x - 0.3, 1.6 * y - 0.3) for x, y in SEVEN[0]]])  # huge: it begins and ends beyond the pad
    expect(shown.locator(".which")).to_have_text(re.compile("yours|held-out"))
    button(page, "Clear").click()
    draw(page, [[(0.5, 0.5), (0.51, 0.5)]])
    expect(shown.locator(".told")).to_contain_text("only a dot")
    draw(page, [[(0, y / 12), (1, (y + 0.5) / 12)] for y in range(12)])
    expect(shown.locator(".told")).to_contain_text("more ink than any digit")
    button(page, "Clear").click()


@trained_in(CNN)
def test_a_digit_is_drawn_with_the_keyboard(trained):
    page, shown = trained, picture(trained, "digits")
    page.get_by_label("Drawing pad").focus()
    for _ in range(9):
        page.keyboard.press("ArrowUp")
    page.keyboard.press(" ")
    for _ in range(18):
        page.keyboard.press("ArrowDown")
    expect(shown).to_have_attribute("data-answer", "1")
    page.keyboard.press("Escape")
    expect(shown).to_have_attribute("data-answer", "3")


@trained_in(CNN, DENSE)
def test_a_unit_tells_what_excites_it(trained):
    page, shown = trained, picture(trained, "digits")
    unit = shown.locator(".unit[data-state=active]").first
    unit.hover()
    expect(shown.locator(".hint")).to_contain_text(
        re.compile(r"1\.\d+ is (active|always on): active on .+ excite it most")
    )
    expect(shown.get_by_label("They are")).to_be_visible()
    unit.click()
    page.get_by_role("heading", level=1).hover()
    expect(unit).to_have_class(re.compile("chosen"))
    shown.get_by_role("button", name="Next held-out digit").click()
    expect(shown.locator(".which")).not_to_have_text("or read this held-out 3")


def test_units_that_die_are_marked_and_the_sentence_counts_them(open_page):
    page = open_page("cnn?live.learning_rate=0.05&live.seed=1")
    shown = train(page, "digits")
    pause(page, shown)
    dead = shown.evaluate("e => e.timeline.frame.active.reduce((sum, share) => sum + (share === 0), 0)")
    assert dead > 0
    expect(shown.locator(".unit[data-state=inactive]")).to_have_count(dead)
    told = re.compile(f"{dead} of 24 filters (are|is) dead on the training digits, .* held-out ones")
    expect(shown.locator(".sentence")).to_contain_text(told)


def test_twenty_layers_of_sigmoid_learn_nothing(open_page):
    page = open_page("fully_connected?live.depth=20&live.activation=sigmoid")
    shown = train(page, "digits")
    expect(shown.locator(".sentence")).to_contain_text("Hardly better than guessing.", timeout=TIMEOUT)
    assert shown.locator(".hidden-layers section").count() == 20


def test_divergence_is_a_lesson(open_page):
    page = open_page("fully_connected?live.activation=linear&live.depth=8&live.optimizer=sgd&live.learning_rate=100")
    shown = picture(page, "digits")
    button(page, "Train").click()
    expect(shown.locator(".sentence")).to_contain_text("Training diverged.", timeout=TIMEOUT)


def test_a_setting_is_another_network_and_in_the_link(open_page):
    page = open_page("cnn")
    shown = train(page, "digits")
    page.get_by_role("spinbutton", name="Seed").first.fill("5")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"live\.seed=5"), timeout=TIMEOUT)
    expect(shown).to_have_attribute("data-frame", LATE, timeout=TIMEOUT)  # it was playing, and goes on with the new one
    page.reload()
    expect(picture(page, "digits")).to_have_attribute("data-frame", "0")
    expect(page.get_by_role("spinbutton", name="Seed").first).to_have_value("5")


def steps(shown: Locator) -> int:
    return int(shown.get_attribute("data-steps") or 0)


def let_scenes_pass(shown: Locator, count: int) -> None:
    shown.evaluate(
        """(e, count) => new Promise((done) => {
            const last = e.scenes + count;
            const look = () => (e.scenes > last ? done() : requestAnimationFrame(look));
            look();
        })""",
        count,
    )


@trained_in(AGENT)
def test_an_agent_plays_without_the_server_and_is_pushed(trained):
    page, shown = trained, picture(trained, "agent")
    page.evaluate("""() => {
        window.sent = 0;
        const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (...all) { window.sent++; return send.apply(this, all); };
    }""")
    let_scenes_pass(shown, 120)
    assert page.evaluate("window.sent") == 0
    before = shown.evaluate("e => e.picture.game.state[1]")
    page.keyboard.press("ArrowRight")
    expect(shown).to_have_attribute("data-nudged", "1")
    assert shown.evaluate("e => e.picture.game.state[1]") > before - 0.3
    button(page, "← Push").click()
    expect(shown).to_have_attribute("data-nudged", "2")
    button(page, "Stop").click()
    stopped = steps(shown)
    expect(button(page, "Play")).to_be_visible()
    assert steps(shown) == stopped
    page.get_by_label("Who plays").select_option("Tanh")
    page.get_by_role("combobox", name="Agent").select_option("3")
    expect(shown).to_have_attribute("data-steps", "0")


def test_an_untrained_agent_lets_the_pole_fall_and_begins_again(open_page):
    page = open_page("agent")
    shown = picture(page, "agent")
    expect(shown.locator(".fell")).to_contain_text(re.compile("fell after|Off the track"), timeout=TIMEOUT)
    expect(shown.locator(".fell")).to_be_hidden(timeout=TIMEOUT)


@trained_in(AGENT)
def test_the_browsers_cart_is_gymnasiums(trained):
    random = np.random.default_rng(0)
    states = random.uniform([-2, -2, -0.2, -2], [2, 2, 0.2, 2], (200, 4))
    pushes = random.integers(0, 2, 200)
    world = make_worlds(200)
    world.reset(seed=0)
    world.unwrapped.state = states.T.copy()
    expected = world.step(pushes)[0]
    told = trained.evaluate(
        """async ([module, states, pushes, physics]) => {
            const { step } = await import(new URL(module, document.baseURI));
            return states.map((state, i) => step(state, 2 * pushes[i] - 1, physics));
        }""",
        [address("agent/cartpole.js"), states.tolist(), pushes.tolist(), PHYSICS],
    )
    np.testing.assert_allclose(told, expected, rtol=1e-5, atol=1e-6)


def test_nothing_moves_by_itself_where_people_asked_for_that(open_page):
    page = open_page("agent", reduced_motion="reduce")
    shown = picture(page, "agent")
    expect(button(page, "Play")).to_be_visible()
    let_scenes_pass(shown, 30)
    assert steps(shown) == 0
    button(page, "Play").click()
    expect(shown).not_to_have_attribute("data-steps", "0")


@trained_in(CNN, DENSE, AGENT)
def test_axe_finds_nothing_serious_in_a_trained_picture(trained):
    if AGENT not in trained.url:
        picture(trained, "digits").locator(".unit").first.click()
    assert serious(trained) == []


@pytest.mark.parametrize(("path", "name"), [("cnn", "digits"), ("fully_connected", "digits"), ("agent", "agent")])
def test_a_finger_trains_on_a_phone_and_nothing_is_cut_off(open_page, path, name):
    page = open_page(path, width=390, height=844, has_touch=True)
    shown = picture(page, name)
    button(page, "Train").tap()
    expect(shown).to_have_attribute("data-frame", LATE, timeout=TIMEOUT)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    cut = shown.locator("*").evaluate_all("""all => all
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
        .map((e) => e.outerHTML.slice(0, 80))""")
    assert cut == []
    small = shown.locator(".bar button, .buttons button").evaluate_all(
        "all => all.filter((e) => e.offsetHeight < 40).length"
    )
    assert small == 0
