"""Addresses of what is kept of people: the register, and each household's file of data."""

DATA = "/sejours/donnees"
ASSESSMENT = f"{DATA}/analyse-d-impact"
ACCESS = f"{DATA}/acces"
AT_TERM = f"{DATA}/a-detruire"
HOLDS = f"{DATA}/suspensions"
