"""Tests of the knowledge base itself: its model, its content, its site."""
