"""The true value of every derivative, how much error is permitted, and whether claims hold."""
