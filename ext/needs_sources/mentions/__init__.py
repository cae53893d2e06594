"""Mentions: who is named in the quotes of which needs, and who is not."""
