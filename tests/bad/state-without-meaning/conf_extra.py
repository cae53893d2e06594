"""What this case adds."""

needs_core_states = {"planlagt": {"symbol": "◔"}, "opgivet": {"symbol": "✕"}}
