"""What a plan has become, and what a change of it touches."""
