"""What experiments measure of digits, agents and time: each run by itself, and figures that belong together."""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from relu_viz.experiments import agent, cnn, cost, deep_digits, fully_connected
from relu_viz.uses import AgentConfig, Agents, DenseConfig, DigitsTrainer, load_digits


def test_digits_are_read_after_every_quarter_of_the_epochs():
    assert cnn.check_epochs(cnn.Config(epochs=8)).tolist() == [0, 2, 4, 6, 8]
    config = cnn.Config(filters=(2,), epochs=1, learning_rate=0.02, seed=3)
    found = cnn.measure(config, "tanh", range(1, 2))
    trainer = DigitsTrainer(config.network("tanh", 1))
    assert trainer.config.seed == 4
    assert found["accuracy"][0, 0] == trainer.measure().test_accuracy
    trainer.train(trainer.steps_of_an_epoch)
    assert found["accuracy"][0, -1] == trainer.measure().test_accuracy
    assert found["active"][0].tolist() == trainer.measure().active.tolist()


def test_networks_of_every_depth_are_trained_from_their_weights():
    config = deep_digits.Config(depths=(2, 1), units=5, epochs=1, seed=3)
    found = deep_digits.measure(config, ("relu", "glorot_normal"), range(1, 2))["accuracy"]
    for place, depth in enumerate((2, 1)):
        network = config.network(("relu", "glorot_normal"), depth, 1)
        assert (network.depth, network.initializer, network.seed) == (depth, "glorot_normal", 4)
        trainer = DigitsTrainer(network)
        trainer.train(trainer.steps_of_an_epoch)
        assert found[0, place] == trainer.measure().test_accuracy


def test_agents_are_looked_at_from_the_start_to_the_end():
    assert agent.check_rounds(agent.Config(rounds=120)).tolist() == list(range(0, 121, 4))
    assert agent.check_rounds(agent.Config(rounds=10))[[0, 1, 15, 29, 30]].tolist() == [0, 0, 5, 10, 10]


def test_agents_are_those_that_learn_by_themselves():
    config = agent.Config(hidden=(3,), rounds=10, learning_rate=0.01, initializer="glorot_normal", seed=3)
    found = agent.measure(config, "tanh", range(1, 2))
    agents = Agents(AgentConfig("tanh", (3,), "glorot_normal", 0.01, rounds=10, seed=4))
    assert found["returns"].shape == found["silent"].shape == (1, 31)
    for check in (0, 15, 30):
        for _ in range((0, 5, 5)[check // 15]):
            agents.learn()
        assert found["returns"][0, check] == agents.returns()[0]
        assert found["silent"][0, check] == np.mean(agents.active()[0] == 0)
    returns = agents.test(100)
    assert returns.shape == (1, 100)
    assert found["tested"][0] == sum(returns[0].tolist()) / 100


def test_both_train_with_the_same_settings():
    config = fully_connected.Config(units=4, learning_rate=0.01, batch_size=100, epochs=2, seed=3)
    found = fully_connected.measure(config, "sigmoid", range(1, 2))
    ours = DigitsTrainer(
        DenseConfig("sigmoid", "glorot_uniform", learning_rate=0.01, batch_size=100, epochs=2, seed=4, units=4)
    )  # fmt: skip
    ours.train(2 * ours.steps_of_an_epoch)
    assert found["accuracy"][0] == ours.measure().test_accuracy
    assert found["zeros"][0] == ours.measure().zeros[0]
    theirs, data = MLPClassifier((4,), "logistic", alpha=0, batch_size=100, learning_rate_init=0.01, max_iter=2,
                                 random_state=4), load_digits(4)  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        theirs.fit(data.x_train.astype(np.float32), data.y_train)
    right = theirs.predict(data.x_test.astype(np.float32)) == data.y_test
    assert found["their_accuracy"][0] == np.mean(right)
    assert found["seconds"][0] > 0
    assert found["their_seconds"][0] > 0


def test_costs_belong_together():
    found = cost.measure(cost.Config(sizes=(100, 300)), "tanh", range(2))
    assert found["ratio"].shape == found["nanoseconds"].shape == (2, 2, 2, 3)
    assert found["share"].shape == (2, 3)
    np.testing.assert_allclose(found["nanoseconds"][..., 2], found["nanoseconds"][..., :2].sum(axis=-1))
    assert np.all((found["share"] > 0) & (found["share"] <= 1))
