from __future__ import annotations

import pickle

import pytest

from jupyter_metaml.exceptions import DataError, MetaMLError
from jupyter_metaml.notebook.errors import AutoMLError, one_line_errors


def test_expected_errors_become_one_line_and_keep_their_cause():
    with pytest.raises(AutoMLError) as caught, one_line_errors(debug=False):
        raise DataError("column 'a\nb\x1b[31m\u202e' is odd")

    assert caught.value._render_traceback_() == ["AutoMLError: column 'a\\nb\\x1b[31m\\u202e' is odd"]
    assert isinstance(caught.value.__cause__, DataError)
    assert isinstance(caught.value, MetaMLError)


def test_debug_leaves_the_original():
    with pytest.raises(DataError), one_line_errors(debug=True):
        raise DataError("odd")


def test_unexpected_errors_keep_their_traceback():
    with pytest.raises(ZeroDivisionError), one_line_errors(debug=False):
        _ = 1 / 0


def test_an_interrupt_is_a_short_error():
    with pytest.raises(AutoMLError, match="Interrupted before there was a first model"), one_line_errors(debug=False):
        raise KeyboardInterrupt


def test_our_own_errors_are_not_wrapped_again():
    error = AutoMLError("a\nb")

    with pytest.raises(AutoMLError) as caught, one_line_errors(debug=False):
        raise error

    assert caught.value is error


def test_the_error_survives_pickling():
    assert str(pickle.loads(pickle.dumps(AutoMLError("odd")))) == "odd"
