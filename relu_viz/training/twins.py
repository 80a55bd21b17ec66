"""Twins: runs that differ from another in one thing each, and share all else that is set.

A link writes them as ``learning_rate:0.3;activation:leaky_relu,alpha:0.01``: a twin between two semicolons, and of each
twin the fields that make its one difference.
"""

from collections.abc import Sequence
from dataclasses import fields, replace

from relu_viz.activations import get_activation
from relu_viz.base import as_text, with_minus
from relu_viz.networks import get_optimizer
from relu_viz.training.changes import without
from relu_viz.training.config import TrainingConfig
from relu_viz.training.diagnostics import active_share
from relu_viz.training.flips import fitted
from relu_viz.training.state import TrainingState
from relu_viz.training.together import Pieces, train_in_pieces
from relu_viz.training.trainer import Trainer

# What a twin may differ in: the shape of the first weights stays the same.
TWIN_FIELDS = (
    "activation", "alpha", "scale", "bias_shift", "optimizer", "learning_rate", "batch_size", "l1", "l2", "clip_norm",
    "seed",
)  # fmt: skip
OF_THE_START = ("scale", "bias_shift", "seed")
MOST_TWINS = 3


def read_twins(text: str) -> str:
    """The same text without blanks.

    Raises
    ------
    ValueError
        If it does not say what twins differ in, or there are too many.
    """
    twins = [part.strip() for part in text.split(";") if part.strip()]
    if len(twins) > MOST_TWINS:
        raise ValueError(f"A run is compared (compare) with {MOST_TWINS} others at most, not {len(twins)}.")
    for twin in twins:
        for pair in twin.split(","):
            name, is_pair, _ = pair.partition(":")
            if name.strip() not in TWIN_FIELDS or not is_pair:
                raise ValueError(
                    "What is compared (compare) is such as learning_rate:0.3;activation:elu,alpha:1, "
                    f"not {pair[:40]!r}."
                )
    return ";".join(twins)


def twins_of(config: TrainingConfig, text: str) -> tuple[list[TrainingConfig], list[str]]:
    """The configs of the twins of a run, and a sentence for each that cannot be: those are left out."""
    twins, problems = [], []
    for part in filter(None, text.split(";")):
        wanted = {name.strip(): value.strip() for name, _, value in (pair.partition(":") for pair in part.split(","))}
        plain = replace(config, alpha=None) if "activation" in wanted else config
        try:
            twin, ignored = _without_changes_of(plain, wanted).edited(wanted)
        except ValueError as problem:
            twin, ignored = config, [str(problem)]
        if not ignored and (twin == config or twin in twins):
            ignored = [f"There is no difference in {part[:40]!r} (compare)."]
        problems += ignored
        if not ignored:
            twins.append(twin)
    return twins, problems


def link_of_twins(first: TrainingConfig, others: Sequence[TrainingConfig]) -> dict[str, str]:
    """The parameters of a link that opens a run beside others, the other way round of ``twins_of``.

    Raises
    ------
    ValueError
        If there are too many others, or one differs in what a twin cannot.
    """
    told = (
        ",".join(
            f"{name}:{as_text(getattr(other, name))}"
            for name in TWIN_FIELDS
            if getattr(other, name) not in (getattr(first, name), None)
        )
        for other in others
    )
    compare = read_twins(";".join(told))
    if twins_of(first, compare) != (list(others), []):
        raise ValueError(f"{compare[:40]!r} does not say all that these runs differ in.")
    return first.to_link() | ({"compare": compare} if compare else {})


def proposed_twins(config: TrainingConfig) -> str:
    """What a run is compared with before somebody says so: a tenth of its rate, and another slope on the left."""
    rate = f"learning_rate:{config.learning_rate / 10:g}"
    return f"{rate};activation:{'leaky_relu,alpha:0.1' if config.activation == 'relu' else 'relu'}"


def _without_changes_of(config: TrainingConfig, wanted: dict[str, str]) -> TrainingConfig:
    """A config that changes nothing on the way of what a twin differs in, nor slopes that its twin may not learn."""
    kept = without(config.changes, wanted)
    if "activation" in wanted and config.learns_slopes:
        kept = tuple(change for change in kept if not change.what.startswith("a"))
    return replace(config, changes=kept)


def revived_in(trainer: Trainer, twin: TrainingConfig, since: int, until: int) -> Pieces[tuple[int, int, int] | None]:
    """What a twin's difference would do if it were made in a run at an epoch: of those dead then, who is active later.

    How many are active on no training point at ``since``, how many of these are active again at ``until``, and how many
    are so in the run itself, which has been trained that far; None where the difference is one of the first weights, of
    slopes that are learned from there, or of the seed, which cannot be made later, or where it diverges.
    """
    config = trainer.config
    if any(getattr(twin, name) != getattr(config, name) for name in OF_THE_START) or _starts_elsewhere(config, twin):
        return None
    past = trainer.nearest(since)
    yield from _trained_to(past, since)
    x = past.inputs(past.data.x_train)
    dead = active_share(past.network, x)[0] == 0
    state = TrainingState(twin, 1, past.data)
    state.put_back(fitted(past.take(), state))
    yield from _trained_to(state, until)
    if state.diverged_at[0] >= 0:
        return None
    itself = trainer.nearest(until)
    yield from _trained_to(itself, until)
    again, anyway = (int((dead & (active_share(each.network, x)[0] > 0)).sum()) for each in (state, itself))
    return int(dead.sum()), again, anyway


def _starts_elsewhere(config: TrainingConfig, twin: TrainingConfig) -> bool:
    """Whether both learn the same slopes, from another start."""
    start, other = (get_activation(each.activation, each.alpha) for each in (config, twin))
    return config.learns_slopes and start.spec is other.spec and start.alpha != other.alpha


def _trained_to(state: TrainingState, epoch: int) -> Pieces[None]:
    while state.epoch < epoch and state.diverged_at[0] < 0:
        epochs = int(min(epoch - state.epoch, state.epochs_until_change))
        for _ in train_in_pieces([state], epochs, epochs):
            yield 0.0


def tell_twin(config: TrainingConfig, twin: TrainingConfig) -> str:
    """In what a twin differs from a run, in words: "learning rate 0.3"."""
    told = []
    for each in fields(config):
        value = getattr(twin, each.name)
        if each.name not in TWIN_FIELDS or value == getattr(config, each.name):
            continue
        if each.name in ("activation", "alpha"):
            activation = get_activation(twin.activation, twin.alpha)
            told.append(activation.spec.label + (f", α = {activation.alpha:g}" if activation.spec.alpha else ""))
        elif each.name == "optimizer":
            told.append(f"optimizer {get_optimizer(value).label}")
        elif each.name == "clip_norm" and not value:
            told.append("no clipping of gradients")
        else:
            label = each.metadata["label"]
            told.append(f"{label if label.isupper() or label[1:2].isdigit() else label.lower()} {value:g}")
    return with_minus(", ".join(dict.fromkeys(told)))
