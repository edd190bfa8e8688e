"""The case language: expressions, the typed graph they become, and the one table of operators."""
