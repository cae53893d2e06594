"""Plans of other projects: fetched, pinned, linked to, and rolled up."""
