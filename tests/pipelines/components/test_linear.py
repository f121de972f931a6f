from __future__ import annotations

import pytest
from sklearn.preprocessing import QuantileTransformer, RobustScaler

from jupyter_metaml.pipelines import family

LINEAR = family("linear")


def test_wide_tables_start_with_a_stronger_penalty(shape):
    wide = shape(n_rows=100, n_features=50)

    assert LINEAR.default(wide)["C"] < LINEAR.default(shape())["C"]
    assert LINEAR.default(shape(kind="regression", n_rows=100, n_features=50))["alpha"] > 1.0


def test_elastic_net_is_searched_on_small_tables_only(shape):
    assert "l1_ratio" in LINEAR.space(shape())
    assert "l1_ratio" not in LINEAR.space(shape(n_rows=100_000))


@pytest.mark.parametrize(("scaler", "kind"), [("robust", RobustScaler), ("quantile", QuantileTransformer)])
def test_scaler_is_a_parameter(context, scaler, kind):
    numbers = LINEAR.build({"scaler": scaler}, context())["prepare"].transformers[0][1]

    assert any(isinstance(step, kind) for _, step in numbers.steps)
