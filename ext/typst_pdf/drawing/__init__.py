"""Docutils nodes as Typst code, one file for each kind of node."""
