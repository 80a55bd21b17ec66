"""What the pages of digits say of networks that one should try is what these networks do."""

import re
from pathlib import Path

import pytest

import pages
from relu_viz.uses import ConvConfig, DenseConfig, DigitsTrainer
from relu_viz.uses.digits import DigitsConfig, Measures

FOLDER = Path(pages.__file__).parent / "uses"


def number_in(page: str, words: str) -> float:
    """The number that a page's text has where ``words`` have a group."""
    text = re.sub(r'"\s+"', "", (FOLDER / f"{page}.py").read_text(encoding="utf-8"))
    (found,) = re.findall(words, text)
    return float(found)


def after(config: DigitsConfig, *epochs: int) -> list[Measures]:
    """The measures at the start and after each of so many epochs."""
    trainer = DigitsTrainer(config)
    found = [trainer.measure()]
    for epoch in epochs:
        trainer.train(epoch * trainer.steps_of_an_epoch - trainer.steps)
        found.append(trainer.measure())
    return found


def test_at_the_rate_that_the_page_names_filters_die_and_stay_dark():
    rate = number_in("cnn", r"Try a learning rate of ([\d.]+): filters die and stay dark")
    start, early, late = (each.active == 0 for each in after(ConvConfig(learning_rate=rate), 2, 4))
    assert not start.any()
    assert (early & late).sum() >= 3


def test_at_the_page_s_own_rate_hardly_any_filter_is_dark():
    assert (after(ConvConfig(), 4)[-1].active == 0).sum() <= 1


@pytest.mark.parametrize(
    ("other", "learns"), [({}, True), ({"activation": "sigmoid"}, False), ({"initializer": "normal"}, False)]
)
def test_so_many_layers_deep_it_learns_with_he_s_weights_and_neither_with_sigmoid_nor_with_plain_weights(other, learns):
    depth = number_in("fully_connected", r"Now make it (\d+) layers deep: with He's weights it still learns")
    accuracy = after(DenseConfig(depth=int(depth), **other), 12)[-1].test_accuracy
    assert (accuracy > 0.8) == learns
    assert learns or accuracy < 0.3, "a tenth is chance"


def test_every_unit_sees_all_pixels():
    assert number_in("fully_connected", r"Every unit sees all (\d+) pixels") == DenseConfig().layer_sizes[0]
