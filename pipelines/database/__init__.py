"""The database is the state: frontier, runs, articles, revisions, snapshots, in one place."""
