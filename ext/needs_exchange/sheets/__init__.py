"""The plan as sheets: written by the build, read back from what somebody sends."""
