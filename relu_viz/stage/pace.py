"""How fast a class is served: frames a second for each one, and how many of them in a reel."""

from statistics import median
from time import monotonic

FASTEST, SLOWEST = 60.0, 4.0  # frames a second
SERVED_AT_ONCE = 6600  # frames a second of a whole class: what 110 students have at 60
STILL_SMOOTH = 31  # frames a second that each one has in however full a class, while answers come soon enough
REELS_AT_ONCE = 160  # reels a second of a whole class: an answer costs the server as much as some frames do
LONG = 0.4  # seconds that an answer may take before everybody slows down
ATTENDS = 3.0  # seconds since the last request of somebody who is still playing


class Pace:
    """How many frames a second everybody can have, from who asked lately and how long answers take.

    When a class fills, what gives is the speed at which each one's training is played, not the time that a change of
    a control takes; when people leave, the speed comes back by itself.
    """

    def __init__(self) -> None:
        self._last_asked: dict[str, float] = {}
        self._bearable = FASTEST
        self._answers: list[float] = []
        self._judged = monotonic()

    def asked(self, who: str) -> None:
        """Somebody wants more."""
        self._last_asked[who] = monotonic()

    def answered(self, seconds: float) -> None:
        """Somebody has got it, after so long: every second it is down by a share if most waited long, else up again."""
        self._answers.append(seconds)
        now = monotonic()
        if now - self._judged < 1:
            return
        bearable = 0.8 * self._bearable if median(self._answers) > LONG else self._bearable + 5
        self._bearable = max(SLOWEST, min(FASTEST, bearable))
        self._answers.clear()
        self._last_asked = {who: when for who, when in list(self._last_asked.items()) if now - when < ATTENDS}
        self._judged = now

    @property
    def frames_a_second(self) -> int:
        """What each one can have."""
        return round(min(self._bearable, max(STILL_SMOOTH, SERVED_AT_ONCE / max(1, len(self._last_asked)))))

    @property
    def frames_of_a_reel(self) -> int:
        """How long reels should be at least: the fuller the class, the longer."""
        return round(self.frames_a_second * len(self._last_asked) / REELS_AT_ONCE)
