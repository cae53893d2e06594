"""Tests of needs_sources."""
