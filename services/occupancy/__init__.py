"""occupancy: the people and their stay — households, contracts, inspections, deposits, fees, payments."""
