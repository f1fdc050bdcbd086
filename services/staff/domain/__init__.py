"""The rules of accounts, roles, passwords and sessions. Pure."""
