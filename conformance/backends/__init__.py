"""The contract of a backend, the evaluator that walks a graph with one, and one module a framework."""
