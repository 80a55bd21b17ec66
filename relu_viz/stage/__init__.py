"""The live pictures, Python's half: seats, batching, reels, routes, components."""

from relu_viz.stage.agent import AGENTS_AT_PLAY
from relu_viz.stage.batching import begun, classroom, drawing, is_done, started, wait_for
from relu_viz.stage.closing import tell_before_the_end
from relu_viz.stage.descriptors import allow_many
from relu_viz.stage.digits import DIGITS
from relu_viz.stage.events import Rest
from relu_viz.stage.explorer import show_explorer
from relu_viz.stage.flipbook import show_flipbook
from relu_viz.stage.framed import tell_of_frames
from relu_viz.stage.frames import Curve, Flipbook, PackedFlipbook, Panel
from relu_viz.stage.headers import Headers
from relu_viz.stage.health import refused, watch
from relu_viz.stage.in_order import InOrder
from relu_viz.stage.kept import kept
from relu_viz.stage.live import WatchedTraining
from relu_viz.stage.memory import keep_small
from relu_viz.stage.messages import Messages
from relu_viz.stage.reel import plane, plane_side, view_extent
from relu_viz.stage.routes import routes
from relu_viz.stage.seats import come_in, is_there
from relu_viz.stage.stage import StudentsSeat, rest, show_stage
from relu_viz.stage.telling import percent, tell_cause
from relu_viz.stage.top_row import offered_rates
from relu_viz.stage.turns import Job
from relu_viz.stage.twins import show_twins
from relu_viz.stage.twins_seat import TwinsSeat
from relu_viz.stage.typical import SEEDS
from relu_viz.stage.uploads import Uploads
from relu_viz.stage.view_config import HIDEABLE, ViewConfig
