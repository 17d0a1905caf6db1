"""Walks the archive: what is asked, in which order, and what each answer becomes."""
