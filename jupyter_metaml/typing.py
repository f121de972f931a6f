"""Shared aliases; nothing here runs at import time but the aliases themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray: TypeAlias = NDArray[np.float64]
    IntArray: TypeAlias = NDArray[np.int64]
    AnyArray: TypeAlias = NDArray[Any]
else:  # importable without loading numpy
    AnyArray = FloatArray = IntArray = Any

Kind = Literal["binary", "multiclass", "regression"]
Meta = Literal["off", "shipped", "mine", "all"]
ParamValue = bool | int | float | str | None
