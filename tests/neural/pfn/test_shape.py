from __future__ import annotations

import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural.pfn.shape import NetworkShape


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"thinking": 0}, "thinking must be at least 1"),
        ({"heads": 3}, "Heads must divide their width"),
        ({"pooled": 2}, "must be pooled \\* width = 128"),
    ],
)
def test_sizes_that_do_not_fit_are_refused(change: dict[str, int], message: str):
    with pytest.raises(UsageError, match=message):
        NetworkShape(**change)
