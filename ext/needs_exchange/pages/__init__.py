"""Pages as their authors wrote them: found, changed and stored, all else left alone."""
