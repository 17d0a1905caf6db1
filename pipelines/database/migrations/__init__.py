"""The schema's history; revisions are numbered `0001`, `0002`, …"""
