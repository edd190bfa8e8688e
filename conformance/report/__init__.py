"""Pages made from run files."""
