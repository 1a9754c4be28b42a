"""A whole round on sample input: ``zgc-review demo``."""
