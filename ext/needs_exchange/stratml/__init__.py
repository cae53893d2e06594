"""The strategy in StratML (ISO 17469), Part 1 and Part 2, written by the build."""
