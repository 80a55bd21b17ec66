"""What everybody stands on: configs that are their own links, and types of arrays."""

from relu_viz.base.arrays import Bool, Float, Int, UInt8, UInt64, in_own_pages
from relu_viz.base.config import (
    Config,
    as_text,
    check_field,
    is_whole,
    name,
    names,
    number,
    numbers,
    parse,
    place,
    slider,
    switch,
    text,
)
from relu_viz.base.signs import with_minus
