"""From a sheet that somebody sends to the pages: parse, diff, apply, report."""
