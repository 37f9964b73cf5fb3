"""Turns pages into releases and writes them into an index; imports index, never webapp."""
