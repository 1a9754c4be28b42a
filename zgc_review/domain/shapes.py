"""Shapes of single values that bodies and settings are made of."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

# \Z, not $: the dollar also matches before a final newline.
Id = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]  # round, application, roster entry
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]  # SHA-256, message id, card id
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]
Stamp = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00\Z")]
Code = Annotated[str, Meta(min_length=1, max_length=32)]  # 专家01, 秘书01, G01, M01-K1
Entry = Annotated[str, Meta(pattern=r"^data/\d{6}\.[a-z]{2,5}\Z")]  # a data entry of the same message
Line = Annotated[str, Meta(max_length=500)]  # names, titles
Prose = Annotated[str, Meta(max_length=20_000)]  # comments, opinions, reasons
Percent = Annotated[int, Meta(ge=0, le=100)]
Points = Annotated[int, Meta(ge=0, le=10_000)]  # points × 100
Fen = Annotated[int, Meta(ge=0, le=10**15)]  # amounts in 分
Count = Annotated[int, Meta(ge=0, le=10**9)]
Positive = Annotated[int, Meta(ge=1, le=10**9)]
Page = Annotated[int, Meta(ge=1, le=1_000_000)]
AgeRecipient = Annotated[str, Meta(pattern=r"^age1[02-9ac-hj-np-z]{58}\Z")]
ScoreEscrow = Annotated[str, Meta(pattern=r"^(?:age1[02-9ac-hj-np-z]{58}|revoked)\Z")]
AgeSecret = Annotated[str, Meta(pattern=r"^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}\Z")]
SshKey = Annotated[str, Meta(pattern=r"^ssh-ed25519 [A-Za-z0-9+/]{68}\Z")]
