"""A result that officers open together, read-only."""
