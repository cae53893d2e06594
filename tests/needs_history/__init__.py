"""The history of needs."""
