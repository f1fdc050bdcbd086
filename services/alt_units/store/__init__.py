"""The only queries of the service, one module per noun. No rule here."""
