"""Plain SQL, applied in order of name."""
