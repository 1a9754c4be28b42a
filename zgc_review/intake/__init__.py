"""Workbooks and folders as offices send them, read into typed values with findings (rules §12, §16)."""
