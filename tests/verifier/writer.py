"""A small writer of results, made for these tests from docs/formats.md and docs/bodies.md alone."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import rfc8785
from zgc_result_wire import CATALOGUE, PROGRAM, SETTINGS, Person, sha, sshsig, tree_root, ustar


class World:
    """A round: people, round chain, sheets, consents, tables, log; written as a result folder."""

    def __init__(self, catalogue: dict[str, Any] | None = None, **settings: Any) -> None:
        self.catalogue = catalogue or CATALOGUE
        self.settings: dict[str, Any] = {**SETTINGS, **settings}
        self.settings.setdefault("catalogue_digest", "")
        self.settings["catalogue_digest"] = sha(rfc8785.dumps(self.catalogue))
        self.settings["verifier_digest"] = sha(PROGRAM.read_bytes())
        self.round = "ab" * 16
        self.secretary, self.observer = Person("秘书01", "secretary"), Person("监督01", "observer")
        self.experts = [Person(f"专家{n:02d}", "expert") for n in range(1, 6)]
        self.rounds: list[tuple[str, bytes]] = []
        self.consents: dict[str, bytes] = {}
        self.sheets: dict[str, bytes] = {}
        self.bodies: dict[str, dict[str, Any]] = {}
        self.applications: list[dict[str, Any]] = []
        self.recusals: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.aggregate: Any = {}
        self.extra: list[tuple[str, str, str, bytes]] = [("form", "F08.pdf", "pdf", b"%PDF-1.7")]

    # -- messages

    def send(
        self, who: Person, kind: str, body: dict[str, Any], slot: str = "", /, **change: Any
    ) -> tuple[str, bytes]:
        seq, prev = who.last.get((kind, slot), (0, None))
        if kind == "round" and self.rounds:
            seq, prev = max(seq, 1), self.rounds[-1][0]
        manifest = {
            "format": "zgc/1",
            "suite": "intl-1",
            "kind": kind,
            "round": self.round,
            "sender": who.card,
            "round_version": self.rounds[-1][0] if self.rounds else None,
            "slot": slot,
            "seq": seq + 1,
            "prev": prev,
            "to": [self.secretary.card] if kind == "consent" else [],
            "answers": None,
            "body": body,
            "files": [],
            "time": "2026-11-22T09:00:00+08:00",
            "log_head": None,
        }
        inner: list[bytes] = change.pop("inner", [])
        names = [f"data/{n:06d}.tar" for n in range(1, len(inner) + 1)]
        manifest["files"] = [
            {"label": "", "name": n, "size": len(d)} for n, d in zip(names, inner, strict=True)
        ]
        manifest.update(change)
        data = rfc8785.dumps(manifest)
        rows = [("manifest.json", data), *zip(names, inner, strict=True)]
        sums = "".join(f"{sha(content)}  {name}\n" for name, content in rows).encode()
        message_id = sha(sums)
        who.last[kind, slot] = (manifest["seq"], message_id)
        self.bodies[message_id] = body
        return message_id, ustar([("SHA256SUMS", sums), ("SHA256SUMS.sig", sshsig(who.private, sums)), *rows])

    def consent(self, who: Person, act: str, answer: str, **fields: Any) -> str:
        change = fields.pop("change", {})
        body = {
            "schema": 1,
            "act": act,
            "about": None,
            "application": None,
            "answer": answer,
            "values": {},
            "text": "",
        }
        body.update(fields)
        slot = f"{act}:{body['about'] or body['application'] or ''}"
        for name in {"absent": ["code"], "ruling": ["code"], "tie": ["pool"], "check": ["gate"]}.get(act, []):
            slot += ":" + body["values"][name]
        message_id, data = self.send(who, "consent", body, change.pop("slot", slot), **change)
        self.consents[message_id] = data
        return message_id

    def define(self, *consenters: Person, **body: Any) -> str:
        """Add a version of the round definition with the consents of ``consenters``."""
        if self.rounds:
            full: dict[str, Any] = {
                "schema": 1,
                "version": len(self.rounds) + 1,
                "members": [],
                "plans": [],
                "groups": [],
                "round_chair": None,
                "escrow_scores": None,
                "escrow_result": None,
                "revocations": [],
                "reason": "",
            }
        else:
            members = [self.secretary.entry(), self.observer.entry()]
            full = {"schema": 1, "version": 1, "settings": self.settings, "members": members}
        signer = body.pop("signer", self.secretary)
        inner = body.pop("inner", None)
        if inner is None:  # the consents to the version before travel with the next one
            before = self.rounds[-1][0] if self.rounds else ""
            inner = [m for m in sorted(self.consents) if self.bodies[m]["about"] == before]
        full.update(body)
        self.rounds.append(self.send(signer, "round", full, inner=[self.consents[m] for m in inner]))
        for who in consenters:
            self.consent(who, "round", "yes", about=self.rounds[-1][0])
        return self.rounds[-1][0]

    def start(self) -> None:
        """Versions 1 and 2: five experts in group G01 under 专家01, who is the round's chair."""
        self.define(self.observer)
        codes = [expert.code for expert in self.experts]
        self.define(
            self.observer,
            self.experts[0],
            members=[expert.entry() for expert in self.experts],
            groups=[{"id": "G01", "members": codes, "chair": codes[0]}],
            round_chair=codes[0],
        )

    def sheet(self, who: Person, application: str, marks: list[int | None], /, **fields: Any) -> str:
        """Add a sheet; None is not applicable. ``total`` is computed from the catalogue's first weights."""
        change = fields.pop("change", {})
        line = next(line for line in self.applications if line["application"] == application)
        rubric = self.catalogue["measures"][0]["rubric"]
        if self.settings["stage"] != "proposal":
            rubric = self.catalogue["stage_rubrics"][self.settings["stage"]]
        weights = {c["id"]: c["weight"] for c in rubric["criteria"]}
        weights = rubric.get("weight_profiles", {}).get(line["sub_direction"], weights)
        shown = [name for name, weight in weights.items() if weight]
        given = {name: p for name, p in zip(shown, marks, strict=True) if p is not None}
        points, whole = sum(p * weights[n] for n, p in given.items()), sum(weights[n] for n in given)
        total = int((Decimal(100 * points) / whole).quantize(Decimal(1), ROUND_HALF_UP))
        body: dict[str, Any] = {
            "schema": 1,
            "application": application,
            "application_version": line["version"] or "0" * 64,
            "letter": "1" * 64,
            "phase": "initial",
            "state": "locked",
            "percents": given,
            "not_applicable": {n: "无此项" for n in shown if n not in given},
            "comments": {},
            "floor_reasons": {},
            "overall": "意见",
            "pages": [],
            "claims": [],
            "total": total,
            "recommendation": "SUPPORT",
            "recusal": {"answer": "no", "rule": None, "reason": ""},
            "integrity": False,
            "budget": None,
            "reason": "",
        }
        body.update(fields)
        message_id, data = self.send(who, "sheet", body, application, **change)
        self.sheets[message_id] = data
        return message_id

    def values(self, application: str, values: list[Any], **fields: Any) -> list[str]:
        """One sheet per expert with the same percent in every criterion, so that the total is the percent."""
        line = next(line for line in self.applications if line["application"] == application)
        count = 3 if line["sub_direction"] == "M01-2" else 5
        pairs = zip(self.experts, values, strict=False)
        return [self.sheet(who, application, [v] * count, **fields) for who, v in pairs if v is not None]

    def score(self, *who: int, **fields: Any) -> list[str]:
        """Sheets of 80.00 on the first application by these experts, by default the first three."""
        application = self.applications[0]["application"]
        return [self.sheet(self.experts[n], application, [80] * 5, **fields) for n in who or (0, 1, 2)]

    def recused_sheet(self, who: Person, application: str) -> str:
        return self.sheet(
            who,
            application,
            [50] * 5,
            state="recused",
            percents={},
            not_applicable={},
            total=None,
            overall="",
            recommendation=None,
            integrity=None,
            recusal={"answer": "yes", "rule": "R02", "reason": "同单位"},
        )

    # -- tables

    def apply(self, number: int, **fields: Any) -> str:
        """Add an application; ids ascend with ``number``."""
        line: dict[str, Any] = {
            "application": f"{number:032x}",
            "number": f"2026-{number:03d}",
            "title": "项目",
            "unit": "单位",
            "sub_direction": "M01-1",
            "mode": "open_call",
            "state": "SEALED",
            "reason": "",
            "group": "G01",
            "version": sha(f"version {number}".encode()),
            "members": None,
            "requested_fen": 100_000_000,
            "ceiling_fen": None,
            "check_result": None,
        }
        line.update(fields)
        self.applications.append(line)
        return str(line["application"])

    def event(self, act: str, data: dict[str, Any]) -> None:
        stamp = "2026-11-22T10:00:00+08:00"
        self.events.append({"act": act, "at": stamp, "by": "秘书01", "data": data, "n": len(self.events)})

    def counted(self, sheet: str, trimmed: str = "", **change: Any) -> None:
        body = self.bodies[sheet]
        data = {
            "sheet": sheet, "application": body["application"], "phase": body["phase"], "counted": True,
            "trimmed": trimmed, "void": False, "revised": False,
        }  # fmt: skip
        self.event("sheet.counted", {**data, **change})

    # -- the result

    def entries(self, **change: Any) -> list[tuple[str, bytes]]:
        """Return all entries of the result message, signed by the secretary."""
        lines = [rfc8785.dumps(event) for event in self.events]
        parts: list[tuple[str, str, str, bytes]] = [("round", "", "tar", data) for _, data in self.rounds]
        parts += [("consent", "", "tar", data) for _, data in sorted(self.consents.items())]
        parts += [("sheet", "", "tar", data) for _, data in sorted(self.sheets.items())]
        tables = {"applications": self.applications, "recusals": self.recusals}
        parts.append(("catalogue", "", "json", rfc8785.dumps(self.catalogue)))
        parts += [(n, "", "json", rfc8785.dumps({n: rows, "schema": 1})) for n, rows in tables.items()]
        parts.append(("aggregate", "", "json", rfc8785.dumps(self.aggregate)))
        parts.append(("log", "", "jsonl", b"".join(line + b"\n" for line in lines)))
        parts = change.pop("parts", lambda given: given)(parts + self.extra)
        data = [(f"data/{n:06d}.{ext}", raw) for n, (_, _, ext, raw) in enumerate(parts, 1)]
        body = {
            "schema": 1,
            "log": {"root": tree_root(lines).hex(), "size": len(lines)},
            "parts": [
                {"file": f, "role": p[0], "title": p[1]} for (f, _), p in zip(data, parts, strict=True)
            ],
        }
        body.update(change.pop("body", {}))
        files = [{"label": "", "name": name, "size": len(raw)} for name, raw in data]
        manifest = {
            "format": "zgc/1",
            "suite": "intl-1",
            "kind": "result",
            "round": self.round,
            "slot": "",
            "seq": 1,
            "round_version": self.rounds[-1][0],
            "sender": self.secretary.card,
            "to": [],
            "prev": None,
            "answers": None,
            "time": "2026-11-22T18:00:00+08:00",
            "log_head": None,
            "files": files,
            "body": body,
        }
        signer = change.pop("signer", self.secretary)
        manifest.update(change)
        raw = rfc8785.dumps(manifest)
        rows = [("manifest.json", raw), *data]
        sums = "".join(f"{sha(content)}  {name}\n" for name, content in rows).encode()
        return [("SHA256SUMS", sums), ("SHA256SUMS.sig", sshsig(signer.private, sums)), *rows]

    def write(self, folder: Path, **change: Any) -> Path:
        """Write the opened result into ``folder``."""
        (folder / "data").mkdir(parents=True)
        for name, data in self.entries(**change):
            (folder / name).write_bytes(data)
        return folder

    def code(self, version: int) -> str:
        data = bytes.fromhex(self.rounds[version - 1][0])
        groups = [int.from_bytes(data[i : i + 5], "big") % 100_000 for i in range(0, 30, 5)]
        return " ".join(f"{group:05d}" for group in groups)
