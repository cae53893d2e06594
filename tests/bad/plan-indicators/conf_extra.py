"""What this case adds."""

extensions = ["myst_parser", "needs_plan"]
needs_plan_indicators = {"type": "tegn", "value": "enhed", "target": "datakilde"}
