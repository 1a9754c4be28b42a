"""View-models of the chair's pages."""
