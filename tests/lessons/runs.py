"""What is known of a run by plain loops, and runs to compare it with."""

import dataclasses

from relu_viz.training import Trainer


def changes_of_life(trainer) -> list[tuple[str, int, str]]:
    """Each unit's name, and the epoch at which it falls silent on all points or answers again."""
    found, active = [], trainer.history.active[:, 0].tolist()
    for at in range(1, len(active)):
        unit = 0
        for layer, width in enumerate(trainer.config.hidden):
            for place in range(width):
                before, now = active[at - 1][unit] > 0, active[at][unit] > 0
                if before != now:
                    epoch = int(trainer.history.epoch[at])
                    found.append((f"{layer + 1}.{place + 1}", epoch, "answers" if now else "silent"))
                unit += 1
    return found


def wrong(trainer, of: str = "train") -> float:
    """The share of points on the wrong side, from the network's answers."""
    data, sides = trainer.data, 0
    x, y = (data.x_train, data.y_train) if of == "train" else (data.x_test, data.y_test)
    for logit, label in zip(trainer.network.forward(trainer.inputs(x))[0, :, 0], y, strict=True):
        sides += (logit > 0) != (label == 1)
    return sides / len(y)


def other(trainer, epochs: int, **settings) -> Trainer:
    twin = Trainer(dataclasses.replace(trainer.config, **settings))
    twin.run(epochs)
    return twin


def trained_to(epoch: int, config) -> Trainer:
    trainer = Trainer(config)
    trainer.run(epoch, evaluate_every=epoch)
    return trainer
