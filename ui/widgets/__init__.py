"""Widgets that paint the tokens and know nothing of rounds."""
