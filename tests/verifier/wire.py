"""Bytes of messages for the verifier's tests, made from docs/formats.md alone, and sample settings."""

from __future__ import annotations

import base64
import hashlib
import io
import struct
import tarfile
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PROGRAM = Path(__file__).resolve().parents[2] / "resources" / "verifier" / "zgc_verify.py"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def ssh_string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def sshsig(private: Ed25519PrivateKey, data: bytes, namespace: str = "zgc-review-1") -> bytes:
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    public = ssh_string(b"ssh-ed25519") + ssh_string(raw)
    head = ssh_string(namespace.encode()) + ssh_string(b"") + ssh_string(b"sha512")
    signature = private.sign(b"SSHSIG" + head + ssh_string(hashlib.sha512(data).digest()))
    blob = b"SSHSIG" + struct.pack(">I", 1) + ssh_string(public) + head
    blob += ssh_string(ssh_string(b"ssh-ed25519") + ssh_string(signature))
    text = base64.b64encode(blob).decode()
    lines = [text[i : i + 70] for i in range(0, len(text), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""]).encode()


def ustar(entries: list[tuple[str, bytes]], multiple: int = 0) -> bytes:
    """Write a restricted ustar with the library's writer; ``multiple`` 0 means carried form."""
    out = io.BytesIO()
    for name, data in entries:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = len(data), 0o644, 0
        out.write(info.tobuf(tarfile.USTAR_FORMAT) + data + bytes(-len(data) % 512))
    out.write(bytes(1024))
    if multiple:
        out.write(bytes(-out.tell() % multiple))
    return out.getvalue()


class Person:
    """A member with a card; counts seq per kind and slot."""

    def __init__(self, code: str, role: str, generation: int = 1) -> None:
        self.code, self.role = code, role
        self.private = Ed25519PrivateKey.from_private_bytes(
            hashlib.sha256(f"{code}{generation}".encode()).digest()
        )
        self.card = sha(f"card {code} {generation}".encode())
        self.last: dict[tuple[str, str], tuple[int, str | None]] = {}

    def entry(self) -> dict[str, Any]:
        raw = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        key = base64.b64encode(ssh_string(b"ssh-ed25519") + ssh_string(raw)).decode()
        recipient = "age1" + "".join("qpzry9x8gf2tvdw0s3jn54khce6mua7l"[b % 32] for b in raw + raw)[:58]
        return {
            "code": self.code, "role": self.role, "card": self.card, "recipient": recipient,
            "key": f"ssh-ed25519 {key}",
        }  # fmt: skip


def tree_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1, by its recursive definition."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + tree_root(leaves[:split]) + tree_root(leaves[split:])).digest()


CATALOGUE: dict[str, Any] = {
    "measures": [
        {
            "id": "M01",
            "fund": "F1",
            "sub_directions": [{"id": "M01-1"}, {"id": "M01-2"}, {"id": "M01-3"}],
            "rubric": {
                "criteria": [
                    {"id": "M01-K1", "weight": 30, "floor": 60},
                    {"id": "M01-K2", "weight": 30},
                    {"id": "M01-K3", "weight": 20},
                    {"id": "M01-K4", "weight": 12},
                    {"id": "M01-K5", "weight": 8},
                ],
                "weight_profiles": {
                    "M01-2": {"M01-K1": 0, "M01-K2": 40, "M01-K3": 40, "M01-K4": 20, "M01-K5": 0}
                },
            },
            "vetoes": [{"id": "M01-V1"}],
        }
    ],
    "common_vetoes": [{"id": "CV01"}, {"id": "CV02"}],
    "stage_rubrics": {
        "midterm": {
            "criteria": [{"id": "SM-K1", "weight": 60}, {"id": "SM-K2", "weight": 40}],
            "screening": [{"id": "SM-S1"}, {"id": "SM-S2"}],
            "bands": [
                {"code": "CONTINUE", "min": 70},
                {"code": "ADJUST", "min": 60},
                {"code": "STOP_ADVISED", "min": 0},
            ],
        },
    },
}
# What a mid-term check does not have (bodies.md §4).
MIDTERM: dict[str, Any] = {
    "stage": "midterm", "pools": [], "funds": {}, "grants": {}, "modes": {"M01-1": "open_call"},
}  # fmt: skip

SETTINGS: dict[str, Any] = {
    "title": "二〇二六年试评审",
    "call_year": 2026,
    "stage": "proposal",
    "t0": "2026-11-22",
    "support_from": None,
    "support_to": None,
    "re_review_of": None,
    "rehearsal": True,
    "suite": "intl-1",
    "catalogue_digest": "",
    "verifier_digest": "",
    "gate_values": {},
    "modes": {"M01-1": "open_call", "M01-2": "open_call", "M01-3": "on_qualification"},
    "pools": [
        {
            "id": "P1",
            "fund": "F1",
            "sub_directions": ["M01-1", "M01-2"],
            "budget_fen": 500_000_000,
            "rule": "strict",
            "pass": 7000,
            "reserve": 6000,
        }
    ],
    "funds": {"F1": {"annual_fen": None, "spent_before_fen": 1_000}},
    "grants": {},
    "amount_step_fen": 1_000_000,
    "assignment": "group",
    "per_application": 5,
    "groups": [],
    "panel_min": 5,
    "panel_large": 7,
    "panel_large_from_fen": 1_000_000_000,
    "panel_consortium": 9,
    "min_effective": 3,
    "one_per_legal_person": True,
    "group_recusal_max": [1, 3],
    "alternates": 2,
    "rounds_per_year": 3,
    "same_applicant_years": 3,
    "chair_by": "elected",
    "acting_chair": "named",
    "lookback_years": {"R03": 3},
    "excluded_experts_max": 3,
    "listed_holding_bp": 100,
    "org_similarity": 8500,
    "other_reason_min": 10,
    "v_ruling": "secretary+chair",
    "input_step": 1,
    "bands": {"A": 90, "B": 75, "C": 60},
    "not_applicable": "renormalise",
    "comment_overall_min": 30,
    "comment_extreme_min": 10,
    "contradiction_high": 7000,
    "contradiction_low": 6000,
    "revisions_max": 1,
    "combine": "S01",
    "trim_from": 5,
    "trim_each": 1,
    "round_stages": ["sheet_total", "combined"],
    "round_digits": 2,
    "round_mode": "half_up",
    "role_weights": None,
    "vote_rule": None,
    "deviation_percent": 30,
    "deviation_points": 1500,
    "near_line": 200,
    "floors": True,
    "tie_keys": ["plain_mean", "top_criterion", "yes_votes", "panel_vote"],
    "standardise": False,
    "veto_majority": [2, 3],
    "collector": "secretary",
    "officers_k": 2,
    "officers_n": 3,
    "package_per": "panel",
    "notice_days": 7,
    "ethics_followup_months": 12,
    "retention_years": 10,
}
