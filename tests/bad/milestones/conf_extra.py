"""What this case adds."""

needs_core_milestones = {"field": "milepaele", "reached": "nået"}
