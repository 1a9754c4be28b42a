"""Tells the system that files of the program open with it, for this person alone."""
