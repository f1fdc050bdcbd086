"""What the services all need today, and nothing about housing. It never imports a service."""
