"""What every view is given: theme, icons, captions, jobs, preferences."""

from __future__ import annotations

from dataclasses import dataclass

from ui.captions import Captions
from ui.jobs import Jobs
from ui.preferences import Preferences
from ui.theme.icons import Icons
from ui.theme.theme import Theme
from zgc_review.domain.times import Clock


@dataclass(frozen=True)
class Context:
    """The surroundings of a window, passed through constructors."""

    theme: Theme
    icons: Icons
    captions: Captions
    jobs: Jobs
    preferences: Preferences
    clock: Clock
