"""The workshop on one's own machine."""
