"""How much of what can be wrong the suite catches: planted faults, run and judged as backends are."""
