"""The journeys that matter, in Chromium, Firefox and WebKit: the browsers that people have."""

import os

import numpy as np
import pytest

from benchmarks.person import ChromiumPage, Person
from benchmarks.webdriver import HOW_TO_GET_FIREFOX, HOW_TO_GET_WEBKIT, firefox, webkit
from relu_viz.training import Trainer, TrainingConfig
from tests.stage.test_regions import Drawn

pytestmark = pytest.mark.browser

OTHERS = {"firefox": (firefox, HOW_TO_GET_FIREFOX), "webkit": (webkit, HOW_TO_GET_WEBKIT)}


@pytest.fixture(scope="module", params=["chromium", *OTHERS])
def person(request, server):
    """Somebody at a browser, who makes all the journeys, one after another."""
    if request.param == "chromium":
        with request.getfixturevalue("browser").new_context(viewport={"width": 1440, "height": 1000}) as window:
            yield Person(ChromiumPage(window.new_page()), server)
        return
    start, how_to_get_one = OTHERS[request.param]
    with start() as page:
        if page is None:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(how_to_get_one)
        yield Person(page, server)


def test_alpha_is_dragged_and_link_and_figures_follow(person):
    person.opens("?activations=relu,leaky_relu&focus=leaky_relu")
    slider, reading = 'input[aria-label="Leaky ReLU alpha"]', "find('.reading')?.textContent"
    typed = """find('[aria-label="Leaky ReLU alpha, typed"]').value"""
    before = person.sees(reading)
    person.drags(slider, 0.334, 0.4, 0.5, 0.6)
    held = person.sees(f"{reading} !== given[0] && {typed}", before)
    assert float(held) > 0.02, "the figures follow the finger"
    person.drags_on(slider, 0.7)
    person.lets_go()
    alpha = person.sees(f"{typed} !== given[0] && {typed}", held)
    assert person.sees("new URLSearchParams(location.search).get('leaky_relu')") == alpha
    assert person.sees("find('.reading', given[0])", f"α = {float(alpha):.3f}".rstrip("0"))
    assert person.sees("find('.katex', given[0])", f"{float(alpha):.3f}")


def test_a_network_is_played_scrubbed_and_changed_by_hand_and_its_points_are_drawn(person):
    person.opens("playground?hidden=4&samples=100&learning_rate=0.1")
    epoch = "Number(find('.stage')?.dataset.epoch)"
    person.sees(f"{epoch} === 0")
    person.clicks("button", "Play")
    person.sees(f"{epoch} >= 40")
    person.clicks("button", "Pause")
    reached = person.sees(f"find('button', 'Play') && {epoch}")
    person.drags(".scrub", 0.95, 0.6, 0.3)
    person.lets_go()
    at = person.sees(f"{epoch} < given[0] && {epoch}", 0.5 * reached)

    person.clicks(".weights summary")
    person.clicks(".weights input")
    person.sees("(find('.weights input').select(), true)")
    person.types("2.5\n")
    person.sees("new URLSearchParams(location.search).get('changes') === given[0]", f"{at}:w1.1.1:2.5")
    person.sees(f"{epoch} === given[0] && find('.stage').timeline.frame.theta[0] === 2.5", at)

    person.clicks("button", "Draw points")
    person.clicks("button", "clear all")
    for count, (place, pen) in enumerate(
        [((0.2, 0.2), "class 0"), ((0.8, 0.8), "class 1"), ((0.7, 0.9), "class 1")], 1
    ):
        person.clicks(".pens button", pen)
        person.clicks(".view", at=place)
        if count > 1:  # one point is not yet data
            person.sees(
                "find('.stage').layout.y_train.length + find('.stage').layout.y_test.length === given[0]", count
            )
    assert person.sees("new URLSearchParams(location.search).get('dataset')") == "own"
    person.sees(f"{epoch} === 0")


def test_a_death_is_looked_into_by_mouse_and_by_keyboard(person):
    person.opens("playground?speed=ten")
    epoch, title = "Number(find('.stage')?.dataset.epoch)", "find('.card h3')?.textContent"
    focus = "find('.stage').getRootNode().activeElement"
    person.sees(f"{epoch} === 0")
    person.clicks("button", "Play")
    person.sees(f"{epoch} >= 190")
    person.clicks("button", "Pause")
    reached = person.sees(f"find('button', 'Play') && {epoch}")

    person.clicks('.unit[aria-label^="Unit 2.1: dead"]')
    person.sees(f"{title} === 'Unit 2.1' && find('.cause', 'In epoch 181: step')")
    step = person.sees(
        "find('.cause', 'gave its weights and bias a gradient') && find('.stage').picture.card.drawn.step"
    )
    assert person.sees("find('.otherwise').querySelectorAll('tbody tr').length") == 7
    person.clicks(".to-step")
    person.sees(f"{epoch} === 180 && Number(find('.stage').dataset.batch) === given[0]", step)
    person.clicks(".card .close")
    person.sees("!find('.card')")

    person.clicks(".happenings summary")
    person.clicks(".happenings button", "Unit 2.3 died")
    person.sees(f"{title} === 'Unit 2.3' && find('.cause', 'In epoch 181: step')")
    person.types("\x1b")
    person.sees("!find('.card')")
    place = person.sees("""(({ timeline: { events, furthest } }, { offsetWidth: all }) =>
      (8 + (find('.stage').timeline.indexAt(events[0].time) / furthest) * (all - 16)) / all
    )(find('.stage'), find('.track'))""")
    person.clicks(".track", at=(place, 0.9))
    name = person.sees(f"{epoch} < given[0] && find('.card', 'In epoch 181: step') && {title}", reached)
    person.clicks(".card .close")
    person.sees("!find('.card')")
    unit = f'.unit[aria-label^="{name}: dead"]'

    person.sees("(find(given[0]).focus(), true)", unit)
    person.types("\n")
    person.sees(f"{title} === given[0] && {focus} === find('.card') && find('.watch')", name)
    person.types("\t")
    person.sees(f"{focus} === find('.card .close')")
    by_hand = "[...find('.hands').children].filter((e) => !e.disabled && e.checkVisibility())"
    person.types("\t" * (person.sees(f"{by_hand}.length") + 1))
    person.sees(f"{focus} === find('.card .watch')")
    person.types("\x1b")
    person.sees(f"!find('.card') && {focus} === find(given[0])", unit)

    person.types("\n")
    first = person.sees("find('.otherwise [data-twin]')?.dataset.twin")
    at = person.sees(epoch)
    person.clicks(".otherwise [data-twin]", "Twin")
    person.sees("new URLSearchParams(location.search).get('compare') === given[0]", first)
    person.sees("find('.twins')?.dataset.epoch === '0' && find('.twins').querySelectorAll('.twin').length === 2")
    person.clicks("button", "One run")
    person.sees(f"!find('.twins') && {epoch} === given[0] && !new URLSearchParams(location.search).has('compare')", at)


def test_what_is_chosen_in_the_top_row_is_undone(person):
    person.opens("playground?samples=60&hidden=4")
    asked, chosen = "new URLSearchParams(location.search)", "find('.stage').layout.top_row"
    select = "find(given[0]).querySelector('select')"
    person.sees("Number(find('.stage')?.dataset.epoch) === 0")
    for place, letter, name, value in (
        (".of-activation", "e", "activation", "elu"),
        (".of-rate", "3", "learning_rate", "3"),
    ):
        person.sees(f"({select}.focus(), true)", place)
        person.types(letter)
        person.sees(
            f"{asked}.get(given[1]) === given[2] && String({chosen}[given[1]]) === given[2]", place, name, value
        )
        assert person.sees(f"{select}.value", place) == value
    person.drags(".of-alpha input", 0.5, 0.6, 0.8)
    person.lets_go()
    alpha = person.sees(f"{asked}.get('alpha')")
    assert person.sees("find('.of-alpha output').textContent") == alpha
    assert float(alpha) > 1
    for gone in ("alpha", "learning_rate", "activation"):
        person.clicks(".stage .undo:enabled")
        person.sees(f"!{asked}.has(given[0]) && ready()", gone)
    assert person.sees(f"{select}.value", ".of-activation") == "relu"
    assert person.sees(f"{select}.value", ".of-rate") == "1"
    person.sees("!find('.of-alpha')")


def pieces_at(epoch: int, extent: float) -> int:
    """Into how many pieces Python finds the part of the plane cut that is shown."""
    trainer = Trainer(TrainingConfig(samples=60, hidden=(4, 3), learning_rate=0.3))
    trainer.run(epoch)
    layers = [np.asarray(layer[0], np.float32).astype(float) for layer in trainer.network.weights]
    return len(Drawn((4, 3), (0.0, 1.0), [], layers).feasible_patterns(extent))


def test_the_linear_pieces_are_drawn_counted_and_kept(person):
    person.opens("playground?samples=60&hidden=4,3&learning_rate=0.3")
    epoch, count = "Number(find('.stage')?.dataset.epoch)", "Number(find('.stage').dataset.regions)"
    inked = """((lines) => lines.getContext("2d").getImageData(0, 0, lines.width, lines.height).data.filter(
      (value, n) => n % 4 === 3 && value).length / (lines.width * lines.height))(find(".view canvas + canvas"))"""
    person.sees(f"{epoch} === 0 && {inked}")
    person.clicks(".regions-shown")
    person.sees("new URLSearchParams(location.search).get('regions') === 'yes'")
    extent = person.sees("find('.stage').layout.extent")
    first = pieces_at(0, extent)
    assert person.sees(count) == first
    person.sees(f"{inked} > 0.9")
    person.clicks("button", "Play")
    person.sees(f"{epoch} >= 20")
    person.clicks("button", "Pause")
    at = person.sees(f"find('button', 'Play') && {epoch}")
    last = person.sees(count)
    assert last == pieces_at(at, extent) != first
    person.sees("find('.pieces .count', given[0])", f"{last} linear pieces")
    person.clicks(".view", at=(0.3, 0.4))
    person.sees("find('.pieces .here', 'Here f(x₁, x₂) = ')")
    person.opens(person.sees("location.pathname + location.search").removeprefix("/"))
    person.sees(f"{epoch} === 0 && find('.regions-shown').checked && {count} === given[0]", first)
    person.clicks(".regions-shown")
    person.sees(f"find('.stage').dataset.regions === undefined && {inked} < 0.5")
    person.sees("!new URLSearchParams(location.search).has('regions')")


def test_a_unit_is_killed_by_hand_and_brought_back(person):
    person.opens("playground?samples=60&hidden=4&seed=5&learning_rate=0.1")
    epoch, changes = "Number(find('.stage')?.dataset.epoch)", "new URLSearchParams(location.search).get('changes')"
    alive, dead = ("find('.unit[aria-label^=\"Unit 1.2: " + state + "\"]')" for state in ("active", "dead"))
    person.sees(f"{epoch} === 0")
    person.clicks("button", "Play")
    person.sees(f"{epoch} >= 20")
    person.clicks("button", "Pause")
    at = person.sees(f"find('button', 'Play') && {epoch}")
    person.sees(alive)
    person.clicks('.unit[aria-label^="Unit 1.2: "]')
    person.clicks(".hands button", "Kill it")
    person.sees(f"{changes} === given[0] && find('.card .state', 'dead') && {dead}", f"{at}:kill1.2:1")
    person.sees("find('.cause', 'it was killed by hand')")
    person.clicks("button", "Play")
    person.sees(f"{epoch} >= given[0]", at + 10)
    person.clicks("button", "Pause")
    person.sees(f"find('button', 'Play') && {dead}")
    person.drags(".scrub", 0.98, 0.5, 0.2)
    person.lets_go()
    person.sees(f"{epoch} < given[0] && {alive}", at)
    person.types("\x1b")
    person.sees("!find('.card')")
    person.clicks(".happenings summary")
    person.clicks(".happenings button", "Unit 1.2 was killed")
    person.sees(f"{epoch} === given[0] && {dead}", at)
    person.clicks(".undo:enabled")
    person.sees(f"{changes} === null && {alive}")


def test_a_run_is_seen_beside_two_twins(person):
    epoch, outputs = "Number(find('.twins')?.dataset.epoch)", "[...find('.twins').querySelectorAll('canvas')]"
    three = f"{epoch} === 0 && {outputs}.filter((e) => e.dataset.testid === 'twin-output').length === 3"
    person.opens("playground?samples=60&hidden=4")
    person.sees("Number(find('.stage')?.dataset.epoch) === 0")
    person.clicks("button", "Compare")
    person.sees(three)
    person.clicks("button", "Play")
    person.sees(f"{epoch} >= 30")
    person.clicks("button", "Pause")
    reached = person.sees(f"find('button', 'Play') && {epoch}")
    person.drags(".scrub", 0.98, 0.7, 0.5)
    person.lets_go()
    person.sees(f"{epoch} > 0 && {epoch} < given[0]", reached)
    shown = "find('.twins').timeline.frame"
    assert person.sees(f"{shown}.twins.every((twin) => twin.epoch === {shown}.epoch)")
    person.opens(person.sees("location.pathname + location.search").removeprefix("/"))
    person.sees(three)


def test_an_experiment_is_run_and_cancelled(person):
    person.opens("dying")
    person.sees("find('.flipbook')?.dataset.frame && find('.js-plotly-plot')")  # what comes late moves the rest
    person.clicks("button:enabled", "Run")
    person.sees("""find('[role="progressbar"]')""")
    person.clicks("button", "Cancel")
    person.sees("""!find('[role="progressbar"]') && find('button:enabled', 'Run')""")
