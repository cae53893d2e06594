"""A matrix too large to be one table: rolled up, cut into parts, and explored."""
