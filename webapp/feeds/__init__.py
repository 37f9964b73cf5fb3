"""An Atom feed for every search and every entity."""
