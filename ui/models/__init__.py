"""Item models of tables and lists."""
