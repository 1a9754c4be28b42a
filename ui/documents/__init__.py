"""Documents parsed and drawn in another process: what the windows read through (no Qt, no database)."""
