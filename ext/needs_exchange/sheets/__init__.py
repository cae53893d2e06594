"""The plan as sheets: written by the build, and read when somebody sends one back."""
