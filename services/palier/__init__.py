"""The program on one machine: all services on one address, the command line, the demonstration town.

The only package that knows several services. Each of them also runs alone.
"""
