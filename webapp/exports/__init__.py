"""A whole list of releases as a file: CSV, Excel, JSON Lines, RIS, BibTeX, CSL-JSON."""
