"""What this case adds."""

needs_items_edit_url = "https://example.org/{fil}"
