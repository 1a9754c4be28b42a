"""Frozen values, states and ports that every room shares."""
