"""Variants: the wordings that several versions of a source have for the same thing."""
