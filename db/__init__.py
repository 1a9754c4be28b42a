"""Encrypted vault storage behind the ports of the core."""
