"""The commands of the project: ``python -m commands``. The standard library is enough.

They fetch the libraries of the project themselves, so they run before there are any.
"""
