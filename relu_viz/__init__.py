"""See and test what ReLU and its family do: activations, a small NumPy network, its training and its diagnosis."""

__version__ = "0.2.0"
