"""Forms F01-F18 as PDF, tables as workbooks and CSV (rules §10)."""
