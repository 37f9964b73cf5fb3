"""Many questions at once: a list of queries in, counts by year and links out."""
