"""The procedures of the table of goals, run at the size of a night or of a change."""
