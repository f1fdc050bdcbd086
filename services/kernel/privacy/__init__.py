"""What is kept of people, why, how long and what becomes of it: one map for the three services, read by code and by the DPO."""
