from __future__ import annotations

import pytest

from jupyter_metaml.evaluation.attempt import attempt


def raising(error):
    def work():
        raise error

    return work


def test_value_comes_back():
    made = attempt(lambda: 3)

    assert (made.value, made.error) == (3, None)


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(1), KeyboardInterrupt(), GeneratorExit()])
def test_whatever_is_raised_comes_back_as_a_value(error):
    assert attempt(raising(error)).error is error


def test_what_is_to_pass_passes():
    with pytest.raises(KeyboardInterrupt):
        attempt(raising(KeyboardInterrupt()), passing=(KeyboardInterrupt,))
