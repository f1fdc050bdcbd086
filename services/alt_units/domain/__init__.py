"""The rules of the stock and of its allowance, pure: no clock, no database, no web."""
