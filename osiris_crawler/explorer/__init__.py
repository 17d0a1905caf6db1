"""The web page for readers: search, articles with their history, coverage; served on this machine only."""
