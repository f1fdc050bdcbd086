"""What the staff service asks of the outside: the identity provider of the town, if it has one."""
