"""Is the permitted error neither too small nor too large? Observations on every operator and backend."""
