"""A graph's node as the text of an expression, every part in parentheses; for round trips."""

from __future__ import annotations

from conformance.language.graph import DERIVATIVES, Graph, Param

INFIX = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "**", "matmul": "@"}
COMPARED = {"less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">=", "equal": "==", "not_equal": "!="}


def text(graph: Graph, index: int) -> str:
    """The expression that parses to this node again."""
    node = graph[index]
    names = {i: n for n, i in {**graph.inputs, **graph.lets}.items()}
    if index in names:
        return names[index]
    if node.op == "literal":
        return f"({node.params['value']})"
    args = [text(graph, a) for a in node.args]
    if node.op in INFIX:
        return f"({args[0]} {INFIX[node.op]} {args[1]})"
    if node.op in COMPARED:
        return f"{args[0]} {COMPARED[node.op]} {args[1]}"
    if node.op == "negative":
        return f"(-{args[0]})"
    if node.op == "matrix_transpose":
        return f"{args[0]}.T"
    if node.op == "index":
        key = node.params["index"]
        assert isinstance(key, tuple)
        return f"{args[0]}[{', '.join(':' if i is None else str(i) for i in key)}]"
    if node.op == "at":
        inputs = node.params["inputs"]
        assert isinstance(inputs, tuple)
        values = ", ".join(f"{names[i]} = {v}" for i, v in zip(inputs, args[1:], strict=True) if i is not None)
        return f"at({args[0]}, {values})"
    if node.op in DERIVATIVES:
        defined = {graph[i].args[0]: name for name, i in graph.lets.items()}
        targets = ", ".join(text(graph, t) for t in node.targets)
        targets = f"[{targets}]" if node.params["stacked"] else targets
        if node.held or (node.body in defined and node.body not in names):
            return f"partial({defined[node.body]}, {targets})"
        rest = [text(graph, v) for v in node.vectors]
        if "order" in node.params:
            rest.append(str(node.params["order"]))
        return f"{node.op}({', '.join([args[0], targets, *rest])})"
    if node.op in {"stack", "concat", "einsum"}:
        args = [f"[{', '.join(args)}]"]
    params = [f"{k}={_parameter(v)}" for k, v in node.params.items() if v is not None]
    return f"{node.op}({', '.join(args + params)})"


def _parameter(value: Param) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return str(list(value) if isinstance(value, tuple) else value)
