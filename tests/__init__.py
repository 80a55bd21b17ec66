"""The checker that jaxtyping's import hook runs on every public array: beartype, for which 1 is a float too."""

from beartype import BeartypeConf, beartype

check = beartype(conf=BeartypeConf(is_pep484_tower=True))
