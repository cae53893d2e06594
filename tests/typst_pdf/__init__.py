"""Tests of typst_pdf."""
