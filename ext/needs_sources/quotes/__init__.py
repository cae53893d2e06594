"""Quotes: what a need says a source says, looked up and kept in a lock file."""
