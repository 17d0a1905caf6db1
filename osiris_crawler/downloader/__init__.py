"""Asks the site and records what it sends: bytes as received, politely."""
