"""Sheet rules: what an expert enters, what prevents locking, and the total that is signed (rules §6)."""
