from __future__ import annotations

from conformance.backends.contract import UnsupportedError
from conformance.backends.evaluate import LONGEST_MESSAGE, Failure, describe
from conformance.backends.registry import load

SOUND = load("tests.backends.miniatures.sound")

USER_CODE = """in user code:

    File "/home/someone/lib/python3.11/site-packages/tensorflow/python/ops/pfor.py", line 97, in <lambda>  *
        lambda point: [tf.identity(value) for value in function(*point)],
    File "/home/someone/suite/conformance/backends/lower.py", line 110, in run
        slots[out] = function(*[slots[s] for s in sources])

    ValueError: No pfor vectorization defined for Qr
    inputs: WrappedTensor at 0x7fe315c0d9d0

    is_stacked=True
"""


def test_the_class_and_the_words_of_an_error_are_kept() -> None:
    assert describe(SOUND, ValueError("no")) == Failure("error", "ValueError: no")
    assert describe(SOUND, NotImplementedError("not yet")) == Failure("unsupported", "NotImplementedError: not yet")


def test_what_the_suite_says_itself_has_no_class() -> None:
    assert describe(SOUND, UnsupportedError("sound has no gelu")) == Failure("unsupported", "sound has no gelu")


def test_addresses_and_places_are_masked() -> None:
    told = describe(SOUND, TypeError("<f at 0x7f0012ab> in /opt/v/lib/site-packages/jax/x.py and /a/conformance/b.py"))
    assert told.message == "TypeError: <f at 0x…> in …/jax/x.py and …/b.py"


def test_a_traceback_inside_a_message_is_left_out() -> None:
    expected = (
        "ValueError: No pfor vectorization defined for Qr\n    inputs: WrappedTensor at 0x…\n\n    is_stacked=True"
    )
    assert describe(SOUND, ValueError(USER_CODE)).message == expected
    ours = USER_CODE.replace("ValueError", "UnsupportedError")
    assert describe(SOUND, UnsupportedError(ours)).message == expected.removeprefix("ValueError: ")


def test_mxnets_traceback_is_left_out() -> None:
    told = 'Traceback (most recent call last):\n  File "../src/nnvm/gradient.cc", line 212\nValueError: no FGradient'
    assert describe(SOUND, ValueError(told)).message == "ValueError: no FGradient"


def test_the_time_of_day_in_mxnets_messages_is_left_out() -> None:
    told = describe(SOUND, ValueError("Error in operator svd0: [01:48:56] ../src/gesvd.cc:49: Check failed: [1:2]"))
    assert told.message == "ValueError: Error in operator svd0: ../src/gesvd.cc:49: Check failed: [1:2]"


def test_long_messages_are_cut() -> None:
    message = describe(SOUND, ValueError("x" * 10_000)).message
    assert len(message) == LONGEST_MESSAGE
    assert message.endswith("…")
