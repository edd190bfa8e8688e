"""How the users of each framework write arrays and derivatives."""
