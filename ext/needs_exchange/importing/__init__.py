"""Take a plan in again: what somebody changed in it, and nothing they did not."""
