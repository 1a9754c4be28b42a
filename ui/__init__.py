"""Command line and windows."""
