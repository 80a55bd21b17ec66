"""Ensembles of networks as array programs, with what they are made of: first weights, losses, optimizers."""

from relu_viz.networks.convolution import ConvEnsemble
from relu_viz.networks.ensemble import Ensemble
from relu_viz.networks.initializers import INITIALIZERS, get_initializer
from relu_viz.networks.losses import OUTPUTS, get_output, log_softmax
from relu_viz.networks.mlp import MLPEnsemble
from relu_viz.networks.optimizers import OPTIMIZERS, add_penalty, clip_by_norm, get_optimizer
from relu_viz.networks.policy import POLICY_LOSS, advantages, choose, of_actions
from relu_viz.networks.signal_flow import factor_per_layer, send_signal
