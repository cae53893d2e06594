"""Needs at a glance: trees, pictures, lists and posters."""
