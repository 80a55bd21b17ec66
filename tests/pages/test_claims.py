"""Each page of claims as a script: it shows, its link brings it back, nonsense gets a sentence, an experiment runs."""

import re
import threading

import pytest
from streamlit.testing.v1 import AppTest

from relu_viz.experiments.catalogue import all_claims, all_experiments
from relu_viz.laboratory import WORKERS
from relu_viz.ui.pages import all_pages
from tests.pages.told import TOLD, of_a_cell

PAGES = [page.name for page in all_pages().values() if page.section in ("Claims", "In use")]


def page(name: str, **query: str) -> AppTest:
    app = AppTest.from_file("../../relu_viz/ui/navigation.py", default_timeout=60)
    for key, value in query.items():
        app.query_params[key.replace("__", ".")] = value
    return app.switch_page(str(all_pages()[name].file)).run()


def link(app: AppTest) -> dict[str, str]:
    return {key: value[-1] if isinstance(value, list) else value for key, value in app.query_params.items()}


def words(app: AppTest) -> str:
    return " ".join(each.value for each in app.markdown)


def test_every_experiment_has_its_page_among_these():
    assert {experiment.page for experiment in all_experiments().values()} <= set(PAGES)


def test_the_overview_has_a_row_for_every_statement():
    app = page("overview")
    assert not app.exception
    rows = [(claim, experiment) for claim, experiment in all_claims() if claim.number]
    buttons = [button for button in app.button if button.label == "Measure again here"]
    for button, (_, experiment) in zip(buttons, rows, strict=True):
        assert button.help == f"{experiment.config().runs} runs with the default settings."
    for claim, _ in rows:
        assert f". {claim.statement}**" in words(app)


@pytest.fixture(scope="module", params=PAGES)
def opened(request):
    """Each page with an empty link."""
    return request.param, page(request.param)


def test_a_page_shows_its_verdicts_with_an_empty_link(opened):
    name, app = opened
    assert not app.exception
    assert link(app) == {}
    for experiment in all_experiments().values():
        if experiment.page == name:
            for claim in experiment.claims:
                assert f"**{claim.statement}**" in words(app)
            config = experiment.config()
            seconds = experiment.cost(config).seconds * config.runs * len(experiment.parts(config))
            at_once = 1 if experiment.timed else WORKERS
            told = f"{config.runs} runs of each condition, about {max(seconds / at_once, 1):.0f} s."
            assert told in words(app)


def test_what_a_page_tells_in_figures_is_so(opened):
    name, app = opened
    if name in TOLD:
        TOLD[name](app)


def test_widgets_start_where_they_stand_when_a_page_runs_again(opened):
    assert_that_widgets_start_where_they_stand(opened[1].run())


def assert_that_widgets_start_where_they_stand(app: AppTest) -> None:
    """One that a browser makes anew would otherwise show its least, and send that."""
    assert not app.exception
    assert not app.warning
    for each in (*app.number_input, *app.text_input):
        assert each.proto.default == each.value, each.label
    for each in app.slider:
        assert list(each.proto.default) == [each.value], each.label
    for each in app.selectbox:
        assert each.options[each.proto.default] == each.format_func(each.value), each.label


@pytest.mark.parametrize("name", PAGES)
def test_nonsense_in_the_link_opens_the_default_and_says_so(name):
    experiments = [each for each in all_experiments().values() if each.page == name]
    query = {f"{each.name}__runs": "9" * 10_000 for each in experiments}
    app = page(name, colour="red", live__colour="red", **query)
    assert not app.exception
    assert app.info[0].value.startswith("The link was not fully understood")
    assert link(app) == {}


def test_a_link_sets_the_live_part_and_the_experiments():
    wanted = {"live.target": "step", "live.units": "9", "non_linear.units": "5", "non_linear.datasets": "moons,xor"}
    app = page("non_linear", **{key.replace(".", "__"): value for key, value in wanted.items()})
    assert not app.exception
    assert not app.info
    assert link(app) == wanted
    assert app.selectbox(key="field.live.target").value == "step"
    assert app.number_input(key="field.non_linear.units").value == 5
    assert app.button_group(key="field.non_linear.datasets").value == ["moons", "xor"]


def test_a_setting_is_in_the_link_and_the_defaults_bring_it_back():
    app = page("race")
    app.text_input(key="field.race.depths").set_value("2, 4").run()
    assert link(app) == {"race.depths": "2,4"}
    app.text_input(key="field.race.depths").set_value("many").run()
    assert "Depths (depths) must be 1 to 4 whole numbers" in app.error[0].value
    assert link(app) == {"race.depths": "2,4"}
    app.button(key="experiment.race.reset").click().run()
    assert link(app) == {}
    assert app.text_input(key="field.race.depths").value == "1,5"


def test_what_is_too_large_cannot_be_started_and_says_why():
    app = page("dying", phase_diagram__runs="100000")
    assert app.button(key="experiment.phase_diagram.run").disabled
    assert "at most 2 minutes and 500 MB are accepted" in words(app)


def finish(app: AppTest, name: str) -> AppTest:
    for _ in range(600):
        if f"experiment.{name}.job" not in app.session_state:
            return app
        app.session_state[f"experiment.{name}.job"].changed.wait(0.2)
        app.run()
    raise AssertionError(f"{name} did not end")


def test_run_brings_a_result_and_the_overview_shows_it():
    app = page("signal_flow", vanishing__depth="5", vanishing__runs="8")
    app.button(key="experiment.vanishing.run").click().run()
    app = finish(app, "vanishing")
    assert not app.exception
    assert re.search(r"Measured here in \d+\.\d s, 8 runs\.", words(app))
    app.switch_page(str(all_pages()["overview"].file)).run()
    assert "Measured here in" in words(app)


def test_cancel_leaves_the_result_as_it_was():
    app = page("dying", phase_diagram__epochs="90")
    app.button(key="experiment.phase_diagram.run").click().run()
    job = app.session_state["experiment.phase_diagram.job"]
    while not job.progress.done and not job.over:
        threading.Event().wait(0.02)
    app.button(key="experiment.phase_diagram.cancel").click().run()
    app = finish(app, "phase_diagram")
    assert job.cancelled
    assert "Measured here in" not in words(app)
    assert not app.button(key="experiment.phase_diagram.run").disabled


def test_the_chosen_cell_tells_its_numbers():
    app = page("dying")
    app.select_slider(key="dying.rate").set_value(0.01).run()
    assert not app.exception
    of_a_cell(app)


def test_who_cancels_leaves_a_shared_job_to_the_others():
    first, second = (page("dying", phase_diagram__epochs="95") for _ in range(2))
    for app in (first, second):
        app.button(key="experiment.phase_diagram.run").click().run()
    job = second.session_state["experiment.phase_diagram.job"]
    assert first.session_state["experiment.phase_diagram.job"] is job
    first.button(key="experiment.phase_diagram.cancel").click().run()
    assert "experiment.phase_diagram.job" not in first.session_state
    assert not job.over
    second.button(key="experiment.phase_diagram.cancel").click().run()
    assert job.cancelled
