from __future__ import annotations

import importlib.util

import pytest

from conformance.backends.contract import Backend, executions, modes
from conformance.backends.registry import BUILT_IN, BackendStartError, load, names
from conformance.language.ops import INTERNAL, OPERATORS

pytestmark = pytest.mark.filterwarnings("default")  # frameworks warn of their own affairs


def test_the_built_in_backends_have_names() -> None:
    assert set(names()) >= {"torch", "jax", "tensorflow", "mxnet", "numpy"}


def test_an_unknown_name_lists_what_is_known() -> None:
    with pytest.raises(BackendStartError, match=r"no backend is named 'theano'; known here: jax, mxnet, numpy"):
        load("theano")


def test_a_framework_that_is_not_there_says_how_to_get_it() -> None:
    missing = [name for name in BUILT_IN if importlib.util.find_spec(name) is None]
    for name in missing:
        with pytest.raises(BackendStartError) as caught:
            load(name)
        assert str(caught.value) == f"{name} is not installed here: pip install {BUILT_IN[name].requirement}"


def test_a_module_of_ones_own_is_named_with_a_dot() -> None:
    assert load("tests.backends.miniatures.sound").name == "sound"


def test_a_module_that_does_not_import_is_named() -> None:
    with pytest.raises(BackendStartError, match="not_installed does not start here: ModuleNotFoundError: No module"):
        load("tests.backends.miniatures.not_installed")


def test_a_device_that_is_not_there_is_refused() -> None:
    with pytest.raises(BackendStartError, match="no device 'abacus'"):
        load("tests.backends.miniatures.sound", "abacus")


def test_a_backend_has_what_the_contract_asks_for(backend: Backend) -> None:
    assert backend.name in BUILT_IN
    assert backend.version
    assert backend.packages[backend.name] == backend.version
    assert set(backend.dtypes) == {"float32", "float64"}
    assert "cpu" in backend.devices()
    assert set(backend.operators) <= set(OPERATORS) | set(INTERNAL)
    expected = {
        "numpy": (["complex-step", "finite-difference"], ["eager"]),
        "mxnet": (["reverse"], ["eager", "compiled"]),
    }
    everything = (
        ["reverse", "forward", "forward-over-reverse", "reverse-over-forward"],
        ["eager", "compiled", "batched"],
    )
    assert (modes(backend), executions(backend)) == expected.get(backend.name, everything)
    with pytest.raises(BackendStartError, match="no device 'abacus'"):
        load(backend.name, "abacus")
