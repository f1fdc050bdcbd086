"""Bytes of a bank or payer file to Structs: pure, and nothing but typed refusals whatever the bytes are."""
