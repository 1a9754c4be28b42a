"""Screens: they show a view-model and ask it for acts; they never write state."""
