"""How the services speak HTTP: one way to build an app, to guard a route, to refuse, to version, to call one another."""
