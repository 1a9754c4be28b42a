"""The worked example of rules §7 as a whole round, with its aggregate worked out by hand."""

from __future__ import annotations

from zgc_result_writer import World

EXAMPLE = [
    ([80, 70, 61, 60, 60], "SUPPORT"),
    ([60, 63, 81, 66, None], "NOT_SUPPORT"),
    ([72, 60, 80, 71, None], "SUPPORT_IF_REVISED"),
    ([60, 78, 75, 75, None], "SUPPORT"),
    ([83, 81, 60, 62, 77], "SUPPORT"),
]


def example() -> World:
    """The worked example of rules §7 as a whole round; the aggregate is worked out by hand."""
    world = World()
    world.start()
    world.event("round.created", {"version": 1})
    scored = world.apply(1)
    unscored = world.apply(
        2, sub_direction="M01-3", mode="on_qualification", state="CHECKED", group=None, version=None,
        check_result="MET", requested_fen=30_000_000, ceiling_fen=20_000_000,
    )  # fmt: skip
    pairs = zip(world.experts, EXAMPLE, strict=True)
    ids = [world.sheet(who, scored, percents, recommendation=vote) for who, (percents, vote) in pairs]
    world.consent(
        world.experts[0],
        "decision",
        "SUPPORT",
        application=scored,
        values={"amount_fen": 80_000_000},
        text="同意",
    )
    trims = ["", "low", "", "", "high"]
    totals = [6920, 6633, 6970, 7109, 7480]
    for sheet_id, trimmed in zip(ids, trims, strict=True):
        world.counted(sheet_id, trimmed)
    marks = [
        {
            "code": f"专家0{n}",
            "sheet": sheet_id,
            "phase": "initial",
            "total": total,
            "trimmed": trimmed,
            "flags": [],
        }
        for n, (sheet_id, total, trimmed) in enumerate(zip(ids, totals, trims, strict=True), 1)
    ]
    means = [
        ("M01-K1", 5, 7100),
        ("M01-K2", 5, 7040),
        ("M01-K3", 5, 7140),
        ("M01-K4", 5, 6680),
        ("M01-K5", 2, 6850),
    ]
    criteria = [
        {
            "criterion": name, "n": n, "n_trimmed": 0, "mean": mean, "value": None,
            "floor": 60 if name == "M01-K1" else None, "below_floor": False,
        }
        for name, n, mean in means
    ]  # fmt: skip
    combination = {
        "rule": "S01",
        "value": 7000,
        "plain_mean": 7022,
        "median": 6970,
        "top_criterion": 7100,
        "yes_votes": 4,
        "n_trimmed": 2,
        "marks": marks,
        "criteria": criteria,
    }
    line = {
        "application": scored,
        "pool": "P1",
        "group": "G01",
        "n_received": 5,
        "n_effective": 5,
        "n_recused": 0,
        "n_void": 0,
        "n_absent": 0,
        "before": combination,
        "after": combination,
        "discuss": ["split", "near_line"],
        "suggestion": "SUPPORT",
        "decision": "SUPPORT",
        "amount_fen": 80_000_000,
    }
    rank = {
        "rank": 1,
        "application": scored,
        "value": 7000,
        "tied": False,
        "amount_fen": 80_000_000,
        "running_fen": 80_000_000,
        "line": "within",
    }
    fund = {
        "fund": "F1", "annual_fen": None, "spent_before_fen": 1_000, "scored_fen": 80_000_000,
        "unscored_fen": 20_000_000, "total_fen": 100_001_000, "within": True,
    }  # fmt: skip
    pool = {
        "pool": "P1",
        "fund": "F1",
        "rule": "strict",
        "budget_fen": 500_000_000,
        "lines": [rank],
        "unranked": [],
    }
    check = {"application": unscored, "sub_direction": "M01-3", "result": "MET", "amount_fen": 20_000_000}
    world.aggregate = {
        "schema": 1,
        "applications": [line],
        "pools": [pool],
        "funds": [fund],
        "unscored": [check],
    }
    return world
