"""The contract of the service over HTTP."""
