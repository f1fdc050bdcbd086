"""How the public portal is written from the services, the glossary and the hand-written pages."""
