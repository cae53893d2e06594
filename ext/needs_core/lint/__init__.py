"""Checks of what authors write: pages, blocks, fields and the needs they make."""
