"""All texts outside the windows, by key with named parameters, in two languages."""
