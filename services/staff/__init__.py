"""Who works here: accounts, sign-in, roles, sessions. Depends on nobody."""
