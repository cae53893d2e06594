"""The files of every matrix: CSV, Excel and JSON, made by the build and linked."""
