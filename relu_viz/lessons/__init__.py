"""Starting points with their pictures. A page imports the lesson that it shows from its module."""

from relu_viz.lessons import situations, deaths, remedies  # isort: skip
from relu_viz.lessons.gallery import shipped_picture
from relu_viz.lessons.situations import SITUATIONS, Situation
