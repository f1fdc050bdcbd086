"""Figures, never assertions: machines are shared and noisy. `python3 do.py bench` prints them all."""
