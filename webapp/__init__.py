"""Shows the answers of an index in a browser; imports index, never indexer."""
