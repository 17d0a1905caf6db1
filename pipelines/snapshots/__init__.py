"""WARC in and out: what the server sent, kept byte for byte."""
