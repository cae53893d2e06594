"""Pages are edited: found, changed, judged, read back and stored."""
