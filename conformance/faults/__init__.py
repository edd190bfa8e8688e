"""Planted faults: derivative rules made wrong in known ways, to see whether the suite catches them."""
