"""The single machine: all services on one address, the command line, the demonstration town."""
