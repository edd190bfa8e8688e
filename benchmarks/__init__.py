"""Run by hand; see README.md."""
