from __future__ import annotations

import operator
from functools import partial

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from skops import io as skops_io

from jupyter_metaml.automl.portable import TRUSTED, PortableError, from_portable, to_portable
from jupyter_metaml.pipelines import BuildContext, FitContext, family, fit_views, front_steps, predict_on
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.tasks import make_task


def step(function, **keywords):
    return FunctionTransformer(function, kw_args=keywords)


@pytest.fixture
def table():
    return pd.DataFrame(
        {"a": ["1.0", None], "n": [1.0, 2.0], "b": pd.to_datetime(["2026-01-31", "2026-02-28"], utc=True)}
    )


EPOCH = pd.Timestamp(0, tz="UTC")
DAY = pd.Timedelta(days=1)
FIRST_TWO = operator.itemgetter(slice(0, 2))
STEPS = {
    "apply": (["a"], step(pd.DataFrame.apply, func=pd.to_numeric, errors="coerce")),
    "where": (["a"], step(pd.DataFrame.where, cond=pd.DataFrame.notna, other="none")),
    "method": (["a"], step(pd.DataFrame.map, func=operator.methodcaller("removesuffix", ".0"), na_action="ignore")),
    "attribute": ("b", step(operator.attrgetter("dt.year"))),
    "slice": ("b", make_pipeline(step(pd.Series.astype, dtype="str"), step(pd.Series.apply, func=FIRST_TWO))),
    "timestamp": ("b", step(pd.Series.sub, other=EPOCH)),
    "timedelta": (
        "b",
        make_pipeline(step(pd.Series.sub, other=EPOCH), step(pd.Series.div, other=pd.Timedelta(days=1))),
    ),
    "partial": (["n"], step(partial(np.multiply, 2.0))),
    "element-wise": (["n"], step(np.tanh)),
    "type": (["n"], step(pd.DataFrame.astype, dtype=object)),
    "items": (["a", "n"], step(operator.itemgetter(["n", "a"]))),
    "labels": (["a", "n"], step(operator.itemgetter(pd.Index(["n", "a"], dtype=object)))),
    "mapping": (["a"], step(pd.DataFrame.rename, columns={"a": "z"})),
}


@pytest.mark.parametrize("name", STEPS)
def test_steps_survive_a_file(table, name):
    columns, transformer = STEPS[name]
    wanted = transformer.fit_transform(table[columns])

    content = skops_io.dumps(to_portable(Pipeline([("step", transformer)])))
    again = from_portable(skops_io.loads(content, trusted=[]))

    if isinstance(wanted, pd.DataFrame):
        pd.testing.assert_frame_equal(again.transform(table[columns]), wanted)
    else:
        pd.testing.assert_series_equal(again.transform(table[columns]), wanted)


def test_steps_are_found_in_any_depth_and_the_original_stays_as_it_was():
    inner = FeatureUnion([("logs", step(np.log1p)), ("same", step(None))])
    numbers = ColumnTransformer([("x", Pipeline([("union", inner), ("unit", StandardScaler())]), [0])])
    pipeline = Pipeline([("features", numbers)]).fit(np.ones((3, 1)))

    portable = to_portable(pipeline)

    assert pipeline["features"].transformers_[0][1]["union"].transformer_list[0][1].func is np.log1p
    found = portable["features"].transformers_[0][1]["union"].transformer_list[0][1].func
    assert found == {"function": "numpy.log1p"}
    np.testing.assert_array_equal(from_portable(portable).transform(np.ones((2, 1))), np.zeros((2, 2)))


def test_unknown_function_is_not_written():
    with pytest.raises(PortableError, match="not among the functions"):
        to_portable(Pipeline([("step", step(pd.DataFrame.to_csv))]))


@pytest.mark.parametrize(
    ("function", "keywords"),
    [
        ({"function": "pandas.DataFrame.to_csv"}, {}),
        ({"function": "os.system"}, {}),
        ({"function": "numpy.load"}, {}),
        ({"function": ["numpy.tanh"]}, {}),
        ({"partial": "numpy.memmap", "arguments": ["/tmp/x"], "keywords": {}}, {}),
        ({"method": "to_pickle", "arguments": ["/tmp/x"]}, {}),
        ({"attribute": "__class__"}, {}),
        ("eval", {}),
        (print, {}),
        ({"function": "pandas.DataFrame.apply"}, {"func": "to_csv"}),
        ({"function": "pandas.DataFrame.apply"}, {"func": print}),
        ({"function": "pandas.DataFrame.where"}, {"cond": print}),
    ],
)
def test_file_cannot_name_a_function_of_its_own(function, keywords):
    with pytest.raises(PortableError):
        from_portable(Pipeline([("step", step(function, **keywords))]))


def test_views_of_every_kind_of_column_survive_a_file():
    texts = [f"row {row} speaks of {'ships and trains' if row % 3 else 'long walks'}" for row in range(80)]
    table = pd.DataFrame(
        {
            ("a", 1): np.linspace(0, 1, 80),
            2: np.arange(80) % 7 == 0,
            "level": list("abcd") * 20,
            "code": [f"k{row % 60}" for row in range(80)],
            "size": pd.Categorical(["s", "m"] * 40, categories=["s", "m"], ordered=True),
            "price": [f"{row:,}.50 €" for row in range(1000, 1080)],
            "start": pd.date_range("2026-01-01", periods=80, freq="31h"),
            "end": pd.date_range("2026-02-01", periods=80, freq="17h").strftime("%d.%m.%Y"),
            "text": texts,
            "y": np.arange(80) % 2,
        }
    )
    task = make_task(table, "y")
    profile = profile_task(task, treatments={"text": "text"})

    for view in fit_views(task, profile).values():
        front = Pipeline(front_steps(task, view))
        again = from_portable(skops_io.loads(skops_io.dumps(to_portable(front)), trusted=sorted(TRUSTED)))

        wanted, found = front.transform(table), again.transform(table)
        assert (abs(wanted - found) > 0).sum() == 0


@pytest.mark.parametrize("kind", ["binary", "regression"])
def test_the_network_survives_a_file_of_known_types(kind):
    table = pd.DataFrame({"n": np.arange(60.0), "level": list("abcd") * 15, "y": np.tile([0, 0, 1], 20)})
    task = make_task(table, "y", kind="regression" if kind == "regression" else None)
    view = fit_views(task, profile_task(task, landmarks=False))["dense"]
    n_classes = 0 if kind == "regression" else 2
    context = BuildContext(layout=view.layout, kind=kind, n_classes=n_classes, n_rows=60)
    network = family("prior_fitted")
    fitted = network.fit(network.build({}, context), view.matrix, task.y, FitContext()).pipeline

    again = from_portable(skops_io.loads(skops_io.dumps(to_portable(fitted)), trusted=sorted(TRUSTED)))

    wanted, found = (predict_on(each, view.matrix, kind, n_classes) for each in (fitted, again))
    np.testing.assert_array_equal(found, wanted)
