from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from jupyter_metaml.neural.pfn.encoding import ColumnEncoder, NumberEncoder, normal_quantile, normal_scores, squeezed

NAN = np.nan


def encoded(support, rows, *, is_category=False):
    """Encode rows of one column."""
    encoder = ColumnEncoder(np.array(support, dtype=float)[:, None], np.array([is_category]), 3)
    features, levels = encoder.encode(np.array(rows, dtype=float)[:, None])
    return features[:, 0], levels[:, 0]


def test_numbers_are_told_by_distance_and_rank():
    features, levels = encoded([1.0, 2.0, 3.0], [2.0, 3.0, 100.0])

    np.testing.assert_allclose(features[0], [0.0, 0.0, 0.0, 0.0], atol=1e-6)
    np.testing.assert_allclose(features[1, 0], np.log1p(1.0 / np.sqrt(2.0 / 3.0)), rtol=1e-4)
    np.testing.assert_allclose(features[1, 1], norm.ppf(2.5 / 3.0), atol=1e-3)
    assert features[2, 0] == pytest.approx(np.log1p(30.0))
    assert (levels == 0).all()


def test_empty_cells_are_flagged_and_say_nothing_else():
    features, _ = encoded([1.0, NAN, 3.0], [NAN, 1.0])

    np.testing.assert_array_equal(features[:, 2], [1.0, 0.0])
    np.testing.assert_array_equal(features[0, [0, 1]], 0.0)


def test_levels_are_named_by_frequency():
    features, levels = encoded([5, 5, 5, 2, 2, 0], [5, 2, 0], is_category=True)

    np.testing.assert_array_equal(levels, [1, 2, 3])
    np.testing.assert_array_equal(features[:, 3], 1.0)
    assert features[0, 0] > features[1, 0] > features[2, 0]


def test_rare_levels_share_the_last_name():
    support = np.repeat(np.arange(6), [9, 8, 7, 6, 5, 4])

    _, levels = encoded(support, range(6), is_category=True)

    np.testing.assert_array_equal(levels, [1, 2, 3, 3, 3, 3])


@pytest.mark.parametrize("code", [7.0, 1.0, NAN])
def test_levels_that_the_support_does_not_have_are_empty_cells(code: float):
    features, levels = encoded([0, 2, 2], [code], is_category=True)

    assert levels[0] == 0
    np.testing.assert_array_equal(features[0], [0.0, 0.0, 1.0, 1.0])


def test_order_of_codes_does_not_matter(rng):
    codes = rng.choice(4, size=50, p=[0.4, 0.3, 0.2, 0.1])
    names = np.array([3, 0, 2, 1])

    before, after = encoded(codes, codes, is_category=True), encoded(names[codes], names[codes], is_category=True)

    np.testing.assert_array_equal(before[1], after[1])
    np.testing.assert_allclose(before[0], after[0])


def test_columns_without_content_are_finite():
    support = np.full((5, 2), NAN)
    encoder = ColumnEncoder(support, np.array([True, False]), 3)

    features, _ = encoder.encode(np.array([[1.0, 2.0], [NAN, NAN]]))

    assert np.isfinite(features).all()


def test_huge_and_constant_numbers_are_finite():
    for support in ([1e300, -1e300, 0.0], [3.0, 3.0, 3.0], [1e-300, 0.0, 2e-300]):
        features, _ = encoded(support, [*support, 1e308])

        assert np.isfinite(features).all()


def test_rows_are_encoded_one_by_one(rng):
    X = rng.normal(size=(20, 3))
    encoder = ColumnEncoder(X, np.array([False, False, False]), 3)

    np.testing.assert_array_equal(encoder.encode(X)[0][4:5], encoder.encode(X[4:5])[0])


def test_targets_are_standardised():
    encoder = NumberEncoder(np.array([10.0, 20.0, 30.0]))

    numbers = encoder.encode(np.array([10.0, 20.0, 30.0]))

    np.testing.assert_allclose(numbers[:, 0], [-1.2247, 0.0, 1.2247], atol=1e-3)
    np.testing.assert_allclose(numbers[:, 1], norm.ppf([1 / 6, 0.5, 5 / 6]), atol=1e-3)


def test_quantiles_agree_with_scipy():
    share = np.linspace(0.006, 0.994, 300)

    np.testing.assert_allclose(normal_quantile(share), norm.ppf(share), atol=2e-3)
    assert normal_quantile(np.array([0.0]))[0] == pytest.approx(norm.ppf(0.005), abs=1e-3)


def test_ties_lie_in_the_middle():
    scores = normal_scores(np.array([1.0]), np.array([1.0, 1.0, 2.0, 2.0]))

    assert scores[0] == pytest.approx(norm.ppf(0.25), abs=2e-3)


def test_distances_keep_their_sign():
    np.testing.assert_allclose(squeezed(np.array([-1.0, 0.0, 1.0])), [-np.log(2.0), 0.0, np.log(2.0)])
