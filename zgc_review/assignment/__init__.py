"""The draw of a panel and the exact assignment of applications to experts (rules §3, design §6)."""
