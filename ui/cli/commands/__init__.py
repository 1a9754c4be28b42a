"""The commands, one module per group; each registers its parser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from resources.reader import Texts
from ui.cli.commands import (
    assign,
    associate,
    catalogue,
    closing,
    conflict_desk,
    deliberation,
    demo,
    draw,
    escrow,
    experts,
    fixed,
    gates,
    intake,
    log,
    panel,
    rounds,
    secretary,
    vault,
)
from ui.cli.options import Parsers

Register: TypeAlias = Callable[[Parsers, Texts], None]

GROUPS: tuple[Register, ...] = (
    vault.register,
    catalogue.register,
    intake.register,
    gates.register,
    rounds.register,
    conflict_desk.register,
    draw.register,
    secretary.register,
    experts.register,
    panel.register,
    deliberation.register,
    escrow.register,
    closing.register,
    fixed.register,
    log.register,
    assign.register,
    demo.register,
    associate.register,
)
