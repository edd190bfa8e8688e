"""What the results of runs say beyond single cells: their causes, the conventions chosen, what was covered."""
