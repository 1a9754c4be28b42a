"""Files that travel: suites, sealed messages, cards, packages, log tree, shares (docs/formats.md)."""
