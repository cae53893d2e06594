"""Mechanisms that make what is built after an edit the same as a clean build."""
