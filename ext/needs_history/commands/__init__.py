"""What is done from a terminal: ``python -m needs_history``."""
