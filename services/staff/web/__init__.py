"""The staff pages of the service."""
