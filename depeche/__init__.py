"""The command line: the one place where indexer, index and webapp meet."""
