"""The captures of a release: what each says, what changed, the page as it was read."""
