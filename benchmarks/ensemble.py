"""How much faster the phase diagram trains as ensembles than its networks one by one, in the same engine.

    python -m benchmarks.ensemble

Both sides train the default diagram's own networks, on one core, in turns; the loop takes a sample of them.
"""

from statistics import median
from time import perf_counter

from threadpoolctl import threadpool_limits

from relu_viz.data import make_dataset
from relu_viz.experiments.phase_diagram import EXPERIMENT, Config, measure
from relu_viz.training import Trainer

ROUNDS, SAMPLE = 5, 24


def main() -> None:
    config = Config()
    ratios = []
    with threadpool_limits(1):
        _together(config, config.scales[0], 2)
        for round_number in range(ROUNDS):
            scale = config.scales[(5 * round_number + 2) % config.cells]
            together, alone = _together(config, scale, EXPERIMENT.runs_of_a_shard(config)), _alone(config, scale)
            ratios.append(alone / together)
            print(
                f"scale {scale:g}: {1e3 * together:.2f} ms a network as an ensemble, {1e3 * alone:.2f} ms alone: "
                f"{ratios[-1]:.1f} times"
            )
    print(f"median: {median(ratios):.1f} times faster (bar: 12)")


def _together(config: Config, scale: float, runs: int) -> float:
    """Seconds for each network of one shard: all learning rates of a scale, several seeds."""
    began = perf_counter()
    measure(config, scale, range(runs))
    return (perf_counter() - began) / (runs * config.cells)


def _alone(config: Config, scale: float) -> float:
    """Seconds for each of a sample of the same networks, one after another."""
    lead = config.network(scale, config.rates[0], 0)
    data = make_dataset(lead.dataset, lead.samples, lead.noise, lead.held_out, lead.data_seed)
    began = perf_counter()
    for number in range(SAMPLE):
        trainer = Trainer(config.network(scale, config.rates[number % config.cells], number % config.runs), data=data)
        trainer.run(config.epochs, evaluate_every=config.epochs)
    return (perf_counter() - began) / SAMPLE


if __name__ == "__main__":
    main()
