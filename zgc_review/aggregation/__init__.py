"""From signed sheets to values, ranks, lines and totals, each recomputable (docs/bodies.md §4, rules §7)."""
