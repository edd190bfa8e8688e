"""TensorFlow: GradientTape, ForwardAccumulator, `tf.function`, `tf.vectorized_map`."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from conformance.backends.contract import (
    Array,
    Function,
    Operator,
    Pullback,
    UnsupportedError,
    absent,
    contiguous,
    remembers,
)
from conformance.backends.literals import ARITHMETIC
from conformance.backends.quiet import quietly

with quietly():  # some of what it logs on import heeds no environment variable
    import tensorflow as tf
    from tensorflow.experimental import numpy as tnp
    from tensorflow.python.eager import forwardprop

from conformance.backends.tensorflow import (  # they import the framework: after the quiet import above
    fourier,
    linalg,
    nn,
    special,
    structured,
)

tf.get_logger().setLevel("ERROR")  # it warns of functions that are traced often: here each is another one

name = "tensorflow"
version = tf.__version__
packages = {"tensorflow": version, "keras": tf.keras.__version__, "numpy": np.__version__}
dtypes = ("float32", "float64")


def devices() -> Sequence[str]:
    return ["cpu", "gpu"] if tf.config.list_physical_devices("GPU") else ["cpu"]


def use(device: str) -> None:
    wanted = "gpu" if device == "cuda" else device
    if wanted not in devices():
        raise UnsupportedError(f"tensorflow has no device {device!r} here; allowed: {', '.join(devices())}")
    if wanted == "cpu":
        tf.config.set_visible_devices([], "GPU")
    if tf.config.threading.get_intra_op_parallelism_threads() != 1:  # settable before the first operation only
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    with quietly():
        tf.constant(0.0)  # starts the runtime, which logs too


def array(value: npt.NDArray[Any]) -> Array:
    return tf.constant(contiguous(value))


def to_numpy(array: Array) -> npt.NDArray[Any]:
    return np.asarray(array.numpy())


def unsupported(exception: Exception) -> bool:
    """No gradient registered (LookupError), no vectorized form, or not implemented."""
    return isinstance(exception, NotImplementedError | LookupError | tf.errors.UnimplementedError) or (
        isinstance(exception, ValueError) and "No pfor vectorization" in str(exception)
    )


def vjp(function: Function, primals: Sequence[Array]) -> tuple[Array, Pullback]:
    """The primals get an identity of their own: a tape watches tensors, and the same tensor
    may also stand in the function as a constant. Persistent, for one pullback after another."""
    watched = [tf.identity(primal) for primal in primals]
    with tf.GradientTape(persistent=True, watch_accessed_variables=False) as tape:
        tape.watch(watched)
        value = function(*watched)

    def pullback(cotangent: Array) -> Sequence[Array | None]:
        parts = tape.gradient(value, watched, output_gradients=cotangent)
        return [part if part is None else tf.convert_to_tensor(part) for part in parts]  # gather's are IndexedSlices

    return value, pullback


def jvp(function: Function, primals: Sequence[Array], tangents: Sequence[Array]) -> tuple[Array, Array | None]:
    watched = [tf.identity(primal) for primal in primals]
    with tf.autodiff.ForwardAccumulator(watched, list(tangents)) as accumulator:
        value = function(*watched)
    return value, accumulator.jvp(value)


def forget() -> None:
    """Where it first differentiates an operator forward twice with equal arguments, it takes arguments of that shape to
    be equal from then on (tensorflow/tensorflow#127753): answers would depend on what this process did before."""
    known = getattr(forwardprop, "_jvp_function_cache", None)  # private; other versions keep it elsewhere
    for traced in known.values() if known else ():
        inputs = traced.function_type.parameters["inputs"].type_constraint.components
        if len(set(inputs)) < len(inputs):  # others cannot be equal, and tracing anew takes long
            traced._first_order_tape_functions.clear()
            traced._higher_order_tape_functions.clear()


def compiled(function: Callable[..., Sequence[Array]]) -> Callable[..., Sequence[Array]]:
    graph: Callable[..., Sequence[Array]] = tf.function(function, autograph=False)
    return graph


def batched(function: Callable[..., Sequence[Array]]) -> Callable[..., Sequence[Array]]:
    """Without the while loop that TensorFlow falls back to, which would not be a batch."""

    def batch(*stacked: Array) -> Sequence[Array]:
        values: Sequence[Array] = tf.vectorized_map(  # takes no constants as results, hence the identity
            lambda point: [tf.identity(value) for value in function(*point)],
            tuple(stacked),
            fallback_to_while_loop=False,
        )
        return values

    return batch


pullbacks = {"reverse": vjp}
pushforwards = {"forward": remembers(jvp, forget)}
transforms = {"compiled": compiled, "batched": batched}


def _index(x: Array, index: tuple[int | None, ...]) -> Array:
    return x[tuple(slice(None) if i is None else i for i in index)]


def _along(function: Callable[..., Array]) -> Operator:
    return lambda x, axis: function(x, axis=axis)


def _dispersion(function: Callable[..., Array]) -> Operator:
    def dispersion(x: Array, axis: int | None, correction: int) -> Array:
        if correction != 0:
            raise UnsupportedError("tensorflow's reduce_variance and reduce_std divide by n only")
        return function(x, axis=axis)

    return dispersion


def _matmul(a: Array, b: Array) -> Array:
    """`tf.matmul` takes matrices; its relatives take the vectors."""
    if len(a.shape) == 2:
        return tf.matmul(a, b) if len(b.shape) == 2 else tf.linalg.matvec(a, b)
    return tf.linalg.matvec(b, a, transpose_a=True) if len(b.shape) == 2 else tf.tensordot(a, b, 1)


def _solve(a: Array, b: Array) -> Array:
    return tf.linalg.solve(a, b) if len(b.shape) == 2 else tf.linalg.solve(a, b[:, None])[:, 0]


def _diag(x: Array) -> Array:
    return tf.linalg.diag(x) if len(x.shape) == 1 else tf.linalg.diag_part(x)


def _take(x: Array, indices: Any, axis: int) -> Array:
    indices = indices if isinstance(indices, tuple) else (indices,)
    return tf.gather(x, [i % x.shape[axis] for i in indices], axis=axis)


operators: Mapping[str, Operator] = {
    **ARITHMETIC,
    **fourier.OPERATORS,
    **linalg.OPERATORS,
    **nn.OPERATORS,
    **special.OPERATORS,
    **structured.OPERATORS,
    "index": _index,
    "matrix_transpose": tf.transpose,
    "equal": tf.equal,
    "not_equal": tf.not_equal,
    "less": tf.less,
    "less_equal": tf.less_equal,
    "greater": tf.greater,
    "greater_equal": tf.greater_equal,
    "exp": tf.exp,
    "exp2": tnp.exp2,
    "expm1": tf.math.expm1,
    "log": tf.math.log,
    "log1p": tf.math.log1p,
    "log2": tnp.log2,
    "log10": tnp.log10,
    "sqrt": tf.sqrt,
    "rsqrt": tf.math.rsqrt,
    "cbrt": tnp.cbrt,
    "square": tf.square,
    "abs": tf.abs,
    "sign": tf.sign,
    "sin": tf.sin,
    "cos": tf.cos,
    "tan": tf.tan,
    "asin": tf.asin,
    "acos": tf.acos,
    "atan": tf.atan,
    "atan2": tf.atan2,
    "sinh": tf.sinh,
    "cosh": tf.cosh,
    "tanh": tf.tanh,
    "asinh": tf.asinh,
    "acosh": tf.acosh,
    "atanh": tf.atanh,
    "erf": tf.math.erf,
    "erfc": tf.math.erfc,
    "erfinv": tf.math.erfinv,
    "lgamma": tf.math.lgamma,
    "digamma": tf.math.digamma,
    "sinc": tnp.sinc,
    "sigmoid": tf.sigmoid,
    "softplus": tf.math.softplus,
    "log_sigmoid": tf.math.log_sigmoid,
    "relu": tf.nn.relu,
    "leaky_relu": lambda x, slope: tf.nn.leaky_relu(x, alpha=slope),
    "elu": lambda x, alpha: tf.nn.elu(x) if alpha == 1 else tf.keras.activations.elu(x, alpha=alpha),
    "silu": tf.nn.silu,
    "gelu": lambda x: tf.nn.gelu(x, approximate=False),
    "mish": tf.keras.activations.mish,
    "hypot": tnp.hypot,
    "logaddexp": tnp.logaddexp,
    "xlogy": tf.math.xlogy,
    "maximum": tf.maximum,
    "minimum": tf.minimum,
    "clip": tf.clip_by_value,
    "pow": tf.pow,
    "where": tf.where,
    "sum": tf.reduce_sum,
    "prod": tf.reduce_prod,
    "mean": tf.reduce_mean,
    "var": _dispersion(tf.math.reduce_variance),
    "std": _dispersion(tf.math.reduce_std),
    "max": tf.reduce_max,
    "min": tf.reduce_min,
    "norm": _along(tf.norm),
    "logsumexp": tf.reduce_logsumexp,
    "cumsum": lambda x, axis: tf.cumsum(x, axis=0 if axis is None else axis),
    "cumprod": lambda x, axis: tf.math.cumprod(x, axis=0 if axis is None else axis),
    "softmax": tf.nn.softmax,
    "log_softmax": tf.nn.log_softmax,
    "layer_norm": lambda x, axis, eps: tf.keras.ops.layer_normalization(x, axis=axis, epsilon=eps),
    "normalize": lambda x, axis: tf.linalg.normalize(x, axis=axis)[0],
    "dot": lambda a, b: tf.tensordot(a, b, 1),
    "matmul": _matmul,
    "outer": tnp.outer,
    "kron": tnp.kron,
    "trace": tf.linalg.trace,
    "det": tf.linalg.det,
    "slogdet": lambda a: tf.linalg.slogdet(a)[1],
    "logdet": absent("tensorflow's logdet takes positive definite matrices only"),
    "inv": tf.linalg.inv,
    "solve": _solve,
    "cholesky": tf.linalg.cholesky,
    "eigvalsh": tf.linalg.eigvalsh,
    "diag": _diag,
    "tril": tnp.tril,
    "triu": tnp.triu,
    "stack": lambda *xs, axis: tf.stack(xs, axis=axis),
    "concat": lambda *xs, axis: tf.concat(xs, axis=axis),
    "reshape": tf.reshape,
    "flatten": lambda x: tf.reshape(x, (-1,)),
    "transpose": lambda x, axes: tf.transpose(x, perm=axes),
    "take": _take,
    "zeros": tf.zeros,
    "ones": tf.ones,
    "eye": lambda n, dtype: tf.eye(n, dtype=dtype),
    "arange": lambda n, dtype: tf.range(n, dtype=dtype),
    "stop_gradient": tf.stop_gradient,
    "astype": lambda x, dtype: tf.cast(x, dtype),
}
