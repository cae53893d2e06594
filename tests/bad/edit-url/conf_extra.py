"""What this case adds."""

needs_core_edit_url = "https://example.org/{fil}"
