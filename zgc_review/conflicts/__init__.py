"""Names and organisations compared, recusal rules R01–R18 screened (rules §4, §5)."""
