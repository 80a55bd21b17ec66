"""All that TensorFlow Playground can do: every row of docs/tensorflow-playground.md has its test in this file."""

import re
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from relu_viz.data import DATASETS, SURFACES, decode_points
from relu_viz.stage import plane
from relu_viz.training import Trainer, TrainingConfig
from relu_viz.training.changes import parameter_index
from tests.browser.axe import serious
from tests.browser.stage import TIMEOUT, pause, play_until, stage_of

pytestmark = pytest.mark.browser


def config_of(page) -> TrainingConfig:
    """The run that the page's link describes."""
    query = dict(re.findall(r"[?&]([^=]+)=([^&]*)", page.url.replace("%2C", ",").replace("%3A", ":")))
    view = ("held_out_shown", "discretized", "speed", "hide")
    config, ignored = TrainingConfig.from_link({name: text for name, text in query.items() if name not in view})
    assert ignored == []
    return config


def wait_for_points(stage, count: int) -> None:
    stage.evaluate(
        """(e, count) => new Promise((done) => {
          const there = () => e.layout.y_train.length + e.layout.y_test.length === count;
          const look = () => (there() ? done() : requestAnimationFrame(look));
          look();
        })""",
        count,
    )


def test_inputs_are_switched_on_and_off_on_the_diagram(open_page):
    page = open_page("playground?hidden=4&samples=60")
    stage = stage_of(page)
    page.get_by_role("button", name="Input x₁x₂").click()
    expect(page).to_have_url(re.compile("features=x1%2Cx2%2Cproduct"))
    expect(page.get_by_role("button", name="Input x₁x₂")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Input x₁", exact=True).click()
    expect(page).to_have_url(re.compile("features=x2%2Cproduct"))
    play_until(page, 5)
    epoch = pause(page)
    planes, side, extent = stage.evaluate(
        "e => [e.planes.map(l => l.map(p => [...p])), e.layout.side, e.layout.extent]"
    )
    trainer = Trainer(config_of(page))
    trainer.run(epoch)
    z = trainer.network.pre_activations(trainer.inputs(plane(extent, side)))
    np.testing.assert_allclose(planes[-1], z[-1][0].T, rtol=1e-3, atol=1e-3)


def test_the_last_input_cannot_be_switched_off(open_page):
    page = open_page("playground?features=sin_x1")
    stage_of(page)
    expect(page.get_by_role("button", name="Input sin x₁")).to_be_disabled()


def test_layers_and_units_are_added_and_removed_at_the_diagram(open_page):
    page = open_page("playground?hidden=7&samples=60")
    stage = stage_of(page)
    for count in (2, 3, 4, 5, 6):
        page.get_by_role("button", name="Add a hidden layer").click()
        expect(stage.locator(".layers span")).to_have_text(f"{count} hidden layers")
    expect(page.get_by_role("button", name="Add a hidden layer")).to_be_disabled()
    page.get_by_role("button", name="Remove the last hidden layer").click()
    expect(stage.locator(".layers span")).to_have_text("5 hidden layers")
    page.get_by_role("button", name="Add a unit to layer 1").click()
    expect(page).to_have_url(re.compile("hidden=8%2C4%2C4%2C4%2C4"))
    expect(page.get_by_role("button", name="Add a unit to layer 1")).to_be_disabled()
    page.get_by_role("button", name="Remove a unit from layer 5").click()
    expect(page).to_have_url(re.compile("hidden=8%2C4%2C4%2C4%2C3"))
    expect(stage.locator("button.unit")).to_have_count(23)
    page.get_by_role("textbox", name="Hidden layers").fill("64")
    page.keyboard.press("Enter")
    expect(stage.locator("button.unit")).to_have_count(64)


def test_its_four_classifications_and_two_regressions_are_here_beside_ours(open_page):
    page = open_page("playground?samples=60&hidden=4")
    stage_of(page)
    page.get_by_role("combobox", name="Dataset").click()
    listed = page.get_by_role("option").all_text_contents()
    assert listed == [each.label for each in DATASETS.values()]
    assert {"Disc in a ring", "XOR", "Two Gaussians", "Spiral, two arms"} <= set(listed)
    page.keyboard.press("Escape")
    page.get_by_role("radio", name="Regression").click()
    expect(page).to_have_url(re.compile("dataset=plane"))
    expect(page.get_by_test_id("stage").locator(".score .measure")).to_have_text("R²")
    page.get_by_role("combobox", name="Dataset").click()
    assert page.get_by_role("option").all_text_contents() == [each.label for each in SURFACES.values()]


@pytest.mark.parametrize("dataset", SURFACES)
def test_every_regression_plays(open_page, dataset):
    page = open_page(f"playground?dataset={dataset}&samples=80&hidden=6&learning_rate=0.1")
    stage = stage_of(page)
    play_until(page, 10)
    pause(page)
    expect(stage.locator(".rest")).to_contain_text("R² is")
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=TIMEOUT)


def test_other_points_of_the_same_kind_are_one_click_away(open_page):
    page = open_page("playground?samples=60&hidden=4")
    stage = stage_of(page)
    points = "e => [...e.layout.x_train]"
    before = stage.evaluate(points)
    page.get_by_role("button", name="Other points").click()
    expect(page).to_have_url(re.compile("data_seed=1"))
    assert stage.evaluate(points) != before


def test_held_out_points_are_shown_or_not_and_the_output_is_shown_discretized(open_page):
    page = open_page("playground?samples=60&hidden=4")
    stage = stage_of(page)
    picture = "(e, n) => e.querySelectorAll('.view canvas')[n].toDataURL()"
    points, output = stage.evaluate(picture, 2), stage.evaluate(picture, 0)
    stage.get_by_label("held-out points").uncheck()
    expect(page).to_have_url(re.compile("held_out_shown=no"))
    assert stage.evaluate(picture, 2) != points
    stage.get_by_label("only the answer").check()
    expect(page).to_have_url(re.compile("discretized=yes"))
    assert stage.evaluate(picture, 0) != output
    page.reload()
    stage = stage_of(page)
    expect(stage.get_by_label("held-out points")).not_to_be_checked()
    expect(stage.get_by_label("only the answer")).to_be_checked()


def test_a_link_is_clicked_and_its_weight_set_by_hand_and_undone(open_page):
    page = open_page("playground?samples=60&hidden=3&seed=5")
    stage = stage_of(page)
    play_until(page, 20)
    epoch = pause(page)
    x, y = stage.evaluate("""e => {
      const box = e.querySelector('.network > .links').getBoundingClientRect();
      const [from] = [...e.querySelectorAll('.input[aria-pressed=true]')], to = e.querySelector('.unit[data-state]');
      const a = from.getBoundingClientRect(), b = to.getBoundingClientRect();
      return [(a.right + b.left) / 2, (a.top + a.bottom + b.top + b.bottom) / 4];
    }""")
    page.mouse.click(x, y)
    weight = stage.get_by_label("x₁", exact=True)
    expect(weight).to_be_focused()
    before = weight.input_value()
    page.keyboard.type("2.5")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"changes={epoch}%3Aw1.1.1%3A2.5"))
    expect(stage).to_have_attribute("data-epoch", str(epoch))
    index = parameter_index("w1.1.1", (2, 3, 1))
    page.wait_for_function("([e, i]) => e.timeline.frame?.theta[i] === 2.5", arg=[stage.element_handle(), index])
    play_until(page, epoch + 10)
    later = pause(page)
    trainer = Trainer(config_of(page))
    trainer.run(later)
    theta = stage.evaluate("e => [...e.timeline.frame.theta]")
    np.testing.assert_allclose(theta, trainer.network.theta[0], rtol=1e-5)
    page.get_by_role("button", name="Undo").click()
    expect(page).not_to_have_url(re.compile("changes"))
    expect(weight).to_have_value(before)


def test_a_bias_is_set_by_hand_with_the_keyboard_alone(open_page):
    page = open_page("playground?samples=60&hidden=3,2")
    stage = stage_of(page)
    summary = stage.get_by_text("Weights by hand")
    summary.focus()
    page.keyboard.press("Enter")
    unit = stage.get_by_label("Unit whose weights are listed")
    unit.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(unit).to_have_value("2.0")  # layer 2, its first
    bias = stage.get_by_label("bias")
    bias.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("-30")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("changes=0%3Ab2.1%3A-30"))
    expect(stage.locator(".unit[data-state=inactive]")).to_have_count(1)


def test_another_rate_goes_on_from_the_moment_that_is_shown_and_undo_brings_back_the_rest(open_page):
    page = open_page("playground?samples=60&hidden=4")
    stage = stage_of(page)
    play_until(page, 60)
    pause(page)
    slider = page.get_by_role("slider", name="Epoch")
    slider.fill("40")
    expect(page.get_by_role("heading", name="Epoch 40 in depth")).to_be_visible(timeout=TIMEOUT)
    frames = stage.evaluate("e => e.timeline.frames.length")
    rate = page.get_by_test_id("stSidebar").get_by_role("slider", name="Learning rate")
    rate.focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("changes=40%3Alearning_rate%3A0.5"))
    expect(stage).to_have_attribute("data-epoch", "40")
    play_until(page, 50)
    epoch = pause(page)
    trainer = Trainer(config_of(page))
    trainer.run(epoch)
    np.testing.assert_allclose(stage.evaluate("e => [...e.timeline.frame.theta]"), trainer.network.theta[0], rtol=1e-5)
    page.get_by_role("button", name="Undo").click()
    expect(page).not_to_have_url(re.compile("changes"))
    assert stage.evaluate("e => e.timeline.frames.length") == frames


@pytest.mark.parametrize(("speed", "label"), [("batch", "1 batch a frame"), ("ten", "10 epochs a frame")])
def test_time_goes_slower_and_faster(open_page, speed, label):
    page = open_page("playground?samples=100&hidden=4")
    stage = stage_of(page)
    stage.get_by_label("Speed").select_option(label=label)
    expect(page).to_have_url(re.compile(f"speed={speed}"))
    page.get_by_role("button", name="Step", exact=True).click()
    if speed == "batch":
        expect(stage.locator("output.epoch")).to_have_text("Epoch 0, batch 1")
    else:
        expect(stage).to_have_attribute("data-epoch", "10")
    play_until(page, 3 if speed == "batch" else 400)
    pause(page)
    times = stage.evaluate("e => e.timeline.frames.slice(0, 20).map(f => f.time)")
    step = 1 / 8 if speed == "batch" else 10
    np.testing.assert_allclose(times, step * np.arange(len(times)))


def test_a_lesson_hides_chosen_controls_and_whoever_is_curious_gets_them_back(open_page):
    page = open_page("playground?hide=learning_rate,optimizer,noise,diagram")
    stage = stage_of(page)
    side = page.get_by_test_id("stSidebar")
    expect(side.get_by_role("slider", name="Learning rate")).to_have_count(0)
    expect(side.get_by_role("slider", name="Noise")).to_have_count(0)
    expect(side.get_by_role("combobox", name="Activation")).to_be_visible()
    expect(stage.get_by_role("button", name="Add a hidden layer")).to_have_count(0)
    expect(stage.get_by_text("Weights by hand")).to_be_hidden()
    side.get_by_role("button", name="Show all controls").click()
    expect(side.get_by_role("slider", name="Learning rate")).to_be_visible()
    expect(page).not_to_have_url(re.compile("hide"))


def test_points_are_drawn_dragged_erased_and_undone(open_page):
    page = open_page("playground?samples=20&hidden=4")
    stage = stage_of(page)
    stage.get_by_role("button", name="Draw points").click()
    view = stage.locator(".view")
    view.click(position={"x": 30, "y": 30})
    expect(page).to_have_url(re.compile("dataset=own"))
    own = decode_points(config_of(page).points)
    assert len(own.x) == 21
    assert own.x[-1][0] < 0 < own.x[-1][1]
    assert own.y[-1] == 1
    expect(stage.get_by_role("button", name="Done")).to_be_visible()
    box = view.bounding_box()
    stage.get_by_role("button", name="▲ class 2").click()
    page.mouse.move(box["x"] + 60, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 300, steps=12)
    page.mouse.up()
    expect(stage.locator(".legend")).to_contain_text("class 2")
    several = decode_points(config_of(page).points)
    assert len(several.x) > 24
    stage.get_by_role("button", name="erase").click()
    view.click(position={"x": 30, "y": 30})
    expect(page).to_have_url(re.compile("points="))
    wait_for_points(stage, len(several.x) - 1)
    page.get_by_role("button", name="Undo").click()
    wait_for_points(stage, len(several.x))
    page.reload()
    stage = stage_of(page)
    assert decode_points(config_of(page).points).x.tolist() == several.x.tolist()
    play_until(page, 5)


def test_points_are_put_with_the_keyboard_alone(open_page):
    page = open_page("playground?samples=20&hidden=4")
    stage = stage_of(page)
    stage.get_by_role("button", name="Draw points").focus()
    page.keyboard.press("Enter")
    stage.locator(".view").focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile("dataset=own"))
    last = decode_points(config_of(page).points).x[-1]
    assert last[0] > 0
    assert last[1] == pytest.approx(2 * last[0], rel=1e-3)


def test_an_empty_plane_teaches(open_page):
    page = open_page("playground?samples=20&hidden=4")
    stage = stage_of(page)
    stage.get_by_role("button", name="Draw points").click()
    stage.get_by_role("button", name="clear all").click()
    expect(stage.locator(".pens p")).to_contain_text("put at least two points")
    view = stage.locator(".view")
    view.click(position={"x": 100, "y": 100})
    stage.get_by_role("button", name="■ class 0").click()
    view.click(position={"x": 200, "y": 200})
    expect(page).to_have_url(re.compile("dataset=own"))
    assert len(decode_points(config_of(page).points).x) == 2
    play_until(page, 5)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious_while_everything_is_open(open_page, colours):
    page = open_page("playground?samples=60&hidden=4&features=x1,product", color_scheme=colours)
    stage = stage_of(page)
    stage.get_by_text("Weights by hand").click()
    stage.get_by_role("button", name="Draw points").click()
    side = page.get_by_test_id("stSidebar")
    for part in ("More about the data", "First weights", "More about training", "Data of your own", "For a lesson"):
        side.get_by_text(part, exact=True).click()
    expect(side.get_by_role("button", name="Points that are there (CSV)")).to_be_visible(timeout=TIMEOUT)
    assert serious(page) == [], "before anything is trained"
    play_until(page, 3)
    pause(page)
    for view in ("Units", "Loss and accuracy", "Gradients", "Take away", "Boundary"):
        page.get_by_role("tab", name=view).click()
        expect(
            page.get_by_role("tabpanel").get_by_role("button", name="CSV").or_(page.get_by_text("ZIP")).first
        ).to_be_visible(timeout=TIMEOUT)
        assert serious(page) == [], view
    page.get_by_role("button", name="Train 64 seeds").click()
    expect(page.get_by_text("Units that are dead: median")).to_be_visible(timeout=TIMEOUT)
    assert serious(page) == [], "seeds"


def test_a_finger_edits_on_a_phone(open_page):
    page = open_page("playground?samples=60&hidden=4,4", width=390, height=844, has_touch=True, is_mobile=True)
    stage = stage_of(page)
    page.get_by_role("button", name="Add a unit to layer 1").tap()
    expect(page).to_have_url(re.compile("hidden=5%2C4"))
    for button in stage.locator("button:visible:not(.unit):not(.input):not(.show)").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 40
    stage.get_by_role("button", name="Draw points").tap()
    stage.locator(".view").tap(position={"x": 50, "y": 60})
    expect(page).to_have_url(re.compile("dataset=own"))


def upload(page, name: str, text: str) -> None:
    page.get_by_test_id("stSidebar").get_by_text("Data of your own").click()
    page.locator("input[type=file]").set_input_files(
        files=[{"name": name, "mimeType": "text/csv", "buffer": text.encode()}]
    )


def test_first_weights_are_seen_before_they_are_trained(open_page):
    page = open_page("playground?hidden=6,5&samples=100")
    stage = stage_of(page)

    def told() -> dict[str, list[float]]:
        """Name → mean and standard deviation, of every histogram."""
        labels = stage.locator(".spread canvas").evaluate_all("all => all.map(e => e.ariaLabel)")
        parts = [re.fullmatch(r"(.*): mean (\S+), sd (\S+), .* % above 0", label).groups() for label in labels]
        return {name: [float(mean), float(deviation)] for name, mean, deviation in parts}

    def computed() -> dict[str, list[float]]:
        trainer = Trainer(config_of(page))
        z = trainer.network.pre_activations(trainer.inputs(trainer.data.x_train))
        values = {}
        for layer, name in enumerate(("Layer 1", "Layer 2", "Output")):
            values[f"{name}, weights"] = trainer.network.weights[layer][0, :-1]
            values[f"{name}, pre-activations"] = z[layer][0]
        return {name: [value.mean(), value.std()] for name, value in values.items()}

    def agree() -> bool:
        expected = computed()
        return all(np.allclose(told()[name], expected[name], rtol=0.06, atol=0.006) for name in expected)

    assert agree()
    side = page.get_by_test_id("stSidebar")
    side.get_by_text("First weights").click()
    side.get_by_role("spinbutton", name="Scale").fill("3")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("scale=3"))
    side.get_by_role("spinbutton", name="Bias shift").fill("-2")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("bias_shift=-2"))
    page.wait_for_function(
        "e => e.dataset.epoch === '0' && !e.querySelector('.spread').hidden", arg=stage.element_handle()
    )
    assert agree()
    play_until(page, 5)
    expect(stage.locator(".strip")).to_be_visible()
    expect(stage.locator(".spread")).to_be_hidden()
    pause(page)
    stage.get_by_role("button", name="Weights and signals").click()
    expect(stage.locator(".spread canvas")).to_have_count(6)
    expect(stage.locator(".spread canvas").first).to_be_visible()


def test_a_folded_part_of_the_side_bar_keeps_what_was_set_in_it(open_page):
    page = open_page("playground?hidden=4&samples=60")
    stage_of(page)
    side = page.get_by_test_id("stSidebar")
    fold = side.get_by_text("More about training")
    batch = side.get_by_role("spinbutton", name="Batch size")
    expect(batch).to_have_count(0)
    fold.click()
    batch.fill("7")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("batch_size=7"))
    fold.click()
    expect(batch).to_have_count(0)
    side.get_by_role("spinbutton", name="Seed").fill("9")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("seed=9"))
    expect(page).to_have_url(re.compile("batch_size=7"))
    fold.click()
    expect(batch).to_have_value("7")


def test_what_is_in_depth_follows_when_another_run_takes_the_place(open_page):
    page = open_page("playground?hidden=4&samples=60")
    stage = stage_of(page)
    play_until(page, 10)
    pause(page)
    page.get_by_test_id("stSidebar").get_by_role("spinbutton", name="Seed").fill("9")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Epoch 0 in depth")).to_be_visible(timeout=TIMEOUT)
    expect(stage).to_have_attribute("data-epoch", "0")
    expect(page.locator(".js-plotly-plot")).to_have_count(1, timeout=TIMEOUT)
    rate = page.get_by_test_id("stSidebar").get_by_role("slider", name="Learning rate")
    rate.focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("learning_rate=0.5"))
    expect(page).not_to_have_url(re.compile("changes"))


def test_the_points_that_are_there_are_taken_away(open_page):
    page = open_page("playground?hidden=4&samples=60&held_out=0.5")
    stage = stage_of(page)
    page.get_by_test_id("stSidebar").get_by_text("Data of your own").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Points that are there (CSV)").click()
    rows = download.value.path().read_text().splitlines()
    assert rows[0] == "x1,x2,class,held_out"
    places = np.array([row.split(",")[:2] for row in rows[1:] if row.endswith("no")], float)
    np.testing.assert_allclose(places, np.reshape(stage.evaluate("e => [...e.layout.x_train]"), (-1, 2)), rtol=1e-6)
    assert len(rows) == 61


def test_a_table_is_uploaded_and_its_points_are_learned(open_page):
    page = open_page("playground?hidden=4")
    stage = stage_of(page)
    rows = "".join(f"{n % 7},{n % 5},{'low' if n % 7 < 3 else 'high'}\n" for n in range(60))
    upload(page, "points.csv", "width,height,kind\n" + rows)
    expect(page.get_by_text("class 0 is 'high', class 1 is 'low'")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("button", name="Use these points").click()
    expect(page).to_have_url(re.compile("dataset=own"))
    wait_for_points(stage, 60)
    play_until(page, 20)
    page.reload()
    wait_for_points(stage_of(page), 60)


def test_points_that_do_not_fit_a_link_are_used_and_it_says_so(open_page):
    page = open_page("playground?hidden=4")
    stage = stage_of(page)
    rows = "".join(f"{n % 71},{n % 53},{n % 2}\n" for n in range(6000))
    upload(page, "points.csv", "a,b,c\n" + rows)
    expect(page.get_by_text("The file has 6000 rows; 5000 of them are used")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("button", name="Use these points").click()
    wait_for_points(stage, 5000)
    expect(page.get_by_text("5000 points do not fit in a link")).to_be_visible()
    play_until(page, 3)


def test_an_upload_with_text_in_it_gets_a_sentence_and_nothing_else_is_lost(open_page):
    page = open_page("playground?hidden=4")
    stage = stage_of(page)
    upload(page, "points.csv", "a,b,c\n1,two,x\n3,4,y\n")
    expect(page.get_by_text("must hold numbers only; row 1 says 'two'")).to_be_visible(timeout=TIMEOUT)
    expect(stage.locator("button.unit")).to_have_count(4)
    play_until(page, 3)


def test_the_moment_is_saved_as_svg_and_png_and_the_training_as_a_film(open_page):
    page = open_page("playground?samples=60&hidden=4")
    stage = stage_of(page)
    play_until(page, 20)
    epoch = pause(page)
    with page.expect_download() as svg:
        stage.get_by_role("button", name="SVG").click()
    picture = ElementTree.fromstring(svg.value.path().read_text())
    assert picture.find("{*}title").text.startswith(f"Epoch {epoch}.")
    assert len(picture.findall(".//{*}path")) > 8, "a path for each link that is seen"
    assert len(picture.findall(".//{*}image")) == 6, "the maps, two inputs, and the output with its lines and points"
    with page.expect_download() as png:
        stage.get_by_role("button", name="PNG").click()
    image = Image.open(png.value.path())
    assert image.width == 2 * int(picture.get("width"))
    assert len(image.convert("RGB").getcolors(1 << 24)) > 500, "not an empty picture"
    stage.get_by_role("button", name="Film").click()
    expect(stage).to_have_attribute("data-epoch", re.compile(r"[1-9]\d\d"), timeout=TIMEOUT)
    with page.expect_download() as film:
        stage.get_by_role("button", name="End the film").click()
    assert film.value.path().read_bytes()[:4] == b"\x1a\x45\xdf\xa3", "WebM begins with EBML's mark"
    assert film.value.path().stat().st_size > 10_000


def test_the_network_is_taken_away_as_code_that_runs(open_page, tmp_path):
    page = open_page("playground?samples=60&hidden=4&seed=2")
    stage = stage_of(page)
    play_until(page, 20)
    epoch = pause(page)
    page.get_by_role("tab", name="Take away").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Network: code and weights (ZIP)").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    said = subprocess.run([sys.executable, tmp_path / "network_numpy.py"], capture_output=True, text=True, check=True)
    trainer = Trainer(config_of(page))
    trainer.run(epoch)
    expected = trainer.network.forward(np.array([[0.0, 0.0], [1.0, -1.0]]))[0]
    np.testing.assert_allclose(np.array(re.findall(r"-?\d+\.\d+", said.stdout), float), expected[:, 0], rtol=1e-5)
    assert stage.get_attribute("data-epoch") == str(epoch)


def test_sixty_four_seeds_train_in_one_click_and_one_goes_on_the_stage(open_page):
    page = open_page("playground?samples=60&hidden=4&learning_rate=2")
    stage_of(page)
    page.get_by_role("button", name="Train 64 seeds").click()
    expect(page.get_by_text("After 100 epochs.")).to_be_visible(timeout=TIMEOUT)
    expect(page.get_by_text("Units that are dead: median")).to_be_visible()
    seed = page.get_by_role("combobox", name="Seed, the largest loss first").input_value()
    page.get_by_role("button", name="Put it on the stage").click()
    expect(page).to_have_url(re.compile(f"seed={seed}"))
    charts = page.locator(".js-plotly-plot .scatterlayer")
    by_loss, by_dead_units = (charts.nth(number).locator(".point") for number in (0, 2))
    expect(by_loss).to_have_count(64, timeout=TIMEOUT)
    by_loss.nth(7).click(force=True)
    expect(page).to_have_url(re.compile("seed=118"), timeout=TIMEOUT)
    diamond = re.compile("^[^A]+$")  # its outline has no arc
    expect(by_dead_units.nth(7)).to_have_attribute("d", diamond, timeout=TIMEOUT)
    by_dead_units.nth(40).click(force=True)  # or one that lies upon it
    expect(page).not_to_have_url(re.compile("seed=118"), timeout=TIMEOUT)
