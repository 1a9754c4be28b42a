"""Data files of the program: texts, catalogue, form templates, verifier."""
