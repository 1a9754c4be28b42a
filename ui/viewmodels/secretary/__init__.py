"""View-models of the secretary's screens."""
