"""The chair's pages: overview, pictures, discussion, decisions, result."""
