"""The only queries of the service."""
