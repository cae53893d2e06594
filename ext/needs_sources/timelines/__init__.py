"""Timelines: needs with dates, as a table and a picture that says the same."""
