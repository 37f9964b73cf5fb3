"""What an index is, and answers to questions about it; imports neither indexer nor webapp."""
