from __future__ import annotations

import pytest

from jupyter_metaml.exceptions import MetaMLError
from jupyter_metaml.neural.few_shot.errors import DivergenceError, UnadaptableModelError

ERRORS = [
    UnadaptableModelError.no_module("MAML", object()),
    UnadaptableModelError.no_parameters("MAML", object()),
    UnadaptableModelError.running_statistics("MAML", ["1"]),
    UnadaptableModelError.unknown_head("top", ["0", "2"]),
    UnadaptableModelError.outputs((5, 2), 3),
    UnadaptableModelError.rows((4,), "shapes differ"),
    DivergenceError.at(7),
]


@pytest.mark.parametrize("error", ERRORS)
def test_each_message_is_one_line_that_ends_with_what_to_do(error):
    assert isinstance(error, MetaMLError)
    assert "\n" not in str(error)
    assert str(error).count(". ") >= 1


def test_shapes_and_classes_are_named():
    assert "at least 3 numbers" in str(UnadaptableModelError.outputs((5, 2), 3))
    assert "one number" in str(UnadaptableModelError.outputs((5, 2), 0))
