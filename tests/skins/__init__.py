"""Random page skins that the reader is held against, seeded."""
