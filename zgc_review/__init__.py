"""Core of ZGC Review: rules, formats and services, without windows or database."""
