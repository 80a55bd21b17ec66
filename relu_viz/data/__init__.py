"""What there is to learn: toy data, surfaces, points of one's own, tables; and what a network is told of a point."""

from relu_viz.data.datasets import (
    DATASETS,
    FEWEST_TO_HOLD_OUT,
    OWN,
    Dataset,
    count_held_out,
    get_data,
    get_dataset,
    make_dataset,
)
from relu_viz.data.features import FEATURES, get_feature, make_features, straight_feature
from relu_viz.data.lean import pandas, sklearn_datasets
from relu_viz.data.own_points import decode_points
from relu_viz.data.reading_apart import read_apart
from relu_viz.data.surfaces import SURFACES
from relu_viz.data.table_files import MOST_MEGABYTES, read_table
from relu_viz.data.tables import Points, Table, points_of
