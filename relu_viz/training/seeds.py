"""One run over many seeds, in pieces, within a stated time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf

import numpy as np

from relu_viz.base import Float
from relu_viz.training.config import TrainingConfig
from relu_viz.training.state import TrainingState
from relu_viz.training.together import Clock, Pieces, train_in_pieces

MOST_OF_A_STEP = 2_500_000  # parameters × examples of all networks that are stepped together: some 6 ms
EPOCHS_OF_A_ROUND = 10
SECONDS_OF_TRYING = 1.0  # before one can tell how long the first epoch takes


class TooLongError(ValueError):
    """One sentence: not even an epoch would be done in time."""


def train_seeds(config: TrainingConfig, seeds: int, epochs: int, seconds: float = inf) -> Pieces[list[TrainingState]]:
    """Ensembles that are together a config's run with its seed and the next ones, all equally far: yields what is done.

    They are as far as ``epochs``, or as ``seconds`` of work allow if that is less. What is done is a share of it all.

    Raises
    ------
    TooLongError
        If that is not even one epoch; it is known after a second.
    """
    clock, epochs_before = Clock(), 0
    groups, data = [], config.make_data()
    size = max(1, MOST_OF_A_STEP // TrainingState(config, 1, data).size_of_a_step)
    for start in range(0, seeds, size):
        groups.append(TrainingState(replace(config, seed=config.seed + start), min(size, seeds - start), data))
        yield from clock.pause(0.0)
    while epochs_before < epochs:
        target = min(epochs, epochs_before + (EPOCHS_OF_A_ROUND if _is_quick(clock, epochs_before) else 1))
        begun = clock.worked()
        if epochs_before and begun + (begun / epochs_before) * (target - epochs_before) > seconds:
            break
        for number, group in enumerate(groups):
            for done in _to(group, target):
                so_far = (number + done) / len(groups)  # of this round
                one_epoch = clock.worked() / so_far if so_far else 0.0
                if not epochs_before and clock.worked() > SECONDS_OF_TRYING and one_epoch > seconds:
                    raise TooLongError(
                        f"One epoch of {seeds} such networks would take some {one_epoch:.0f} seconds "
                        f"here; {seconds:.0f} are what a visitor gets. Larger batches, fewer points or a smaller "
                        "network take less."
                    )
                by_time = clock.worked() / seconds
                yield from clock.pause(max(by_time, (epochs_before + so_far * (target - epochs_before)) / epochs))
        epochs_before = target
    return groups


def at_the_end(groups: Sequence[TrainingState], measure: str) -> Float[np.ndarray, " seeds"]:
    """A measure of the history, seed after seed, as it was recorded last; of a run that diverged, just before that."""
    return np.concatenate([getattr(group.history, measure)[-1] for group in groups]).astype(float)


def _to(trainer: TrainingState, epoch: int) -> Iterator[float]:
    """Train as far as an epoch; yields the share of the way."""
    start = trainer.epoch
    while trainer.epoch < epoch:
        here, most = trainer.epoch, int(min(epoch - trainer.epoch, trainer.epochs_until_change))
        for done in train_in_pieces([trainer], most, most):
            yield (here + done - start) / (epoch - start)


def _is_quick(clock: Clock, epochs: int) -> bool:
    return epochs > 0 and clock.worked() / epochs < SECONDS_OF_TRYING / EPOCHS_OF_A_ROUND
