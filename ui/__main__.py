"""``python -m ui`` is the same command as ``zgc-review``."""

from ui.cli.main import run

run()
