"""What each attachment of the catalogue looks like in the sample, by its id."""

from __future__ import annotations

from typing import Final

from ui.cli.demo import looks_f1_f3, looks_f4_f5
from ui.cli.demo.looks import Look

LOOKS: Final[dict[str, Look]] = {**looks_f1_f3.LOOKS, **looks_f4_f5.LOOKS}
