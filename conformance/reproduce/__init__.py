"""Reproducers: a result of a run as a short script that uses the framework alone."""
