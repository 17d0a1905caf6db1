"""Lets `python -m osiris_crawler` do what `osiris` does."""

from osiris_crawler.cli import main

main()
