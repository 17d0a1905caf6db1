"""From recordings back to records: the same readers and pipelines as the crawl, without the network."""
