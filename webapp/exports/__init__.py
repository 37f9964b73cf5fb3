"""The whole list of results as a file: CSV, Excel, JSON Lines, RIS, BibTeX; as long as it is."""
