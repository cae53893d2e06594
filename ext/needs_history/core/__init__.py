"""The history of needs as plain values: nothing in here knows Sphinx."""
