"""One file between people: what was written is read, and whatever else a stranger sends does no harm (F9)."""

from __future__ import annotations

import io
import json
import os
import struct
import zipfile

import numpy as np
import pytest

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge import KnowledgeBase, PackReport, packs, read_pack, write_pack
from jupyter_metaml.knowledge.knowledge_base import ARRAYS
from jupyter_metaml.pipelines import Configuration


@pytest.fixture
def base(make_task, make_trial):
    wide = make_trial(configuration=Configuration.of("lightgbm", num_leaves=8, extra_trees=True), loss=0.3)
    failed = make_trial(2.0, loss=None, score=None, test_loss=None, test_score=None, status="failed")
    return KnowledgeBase.of(
        [
            (make_task("first"), [make_trial(1.0), failed, wide]),
            (make_task("second", kind="regression", n_classes=0, metric="rmse", meta_features={}), [make_trial(1.0)]),
            (make_task("third", kind="multiclass", n_classes=7, metric="log_loss"), [wide]),
        ]
    )


@pytest.fixture
def path(tmp_path, base):
    write_pack(base, tmp_path / "pack.zip")
    return tmp_path / "pack.zip"


@pytest.fixture
def forge(path, tmp_path):
    """Return a maker of packs that differ from a good one in some files."""

    def make(**changes):
        forged = tmp_path / "forged.zip"
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(forged, "w") as target:
            for name in source.namelist():
                stem, _, ending = name.partition(".")
                content = source.read(name)
                if stem in changes:
                    change = changes[stem]
                    content = _changed_json(content, change) if ending == "json" else _changed_array(content, change)
                target.writestr(name, content)
        return forged

    return make


def _changed_json(content, change):
    value = json.loads(content)
    changed = change(value)
    return changed if isinstance(changed, bytes) else json.dumps(value if changed is None else changed).encode()


def _changed_array(content, change):
    value = np.load(io.BytesIO(content))
    changed = change(value)
    if isinstance(changed, bytes):
        return changed
    value = value if changed is None else changed
    if value.dtype == np.float64 and value.ndim == 2 and value.flags.c_contiguous:
        return packs._npy(value)
    stream = io.BytesIO()
    np.save(stream, value, allow_pickle=True)
    return stream.getvalue()


def setting(place, **values):
    """Return a change of one record of a list."""

    def change(records):
        records[place].update(values)

    return change


def putting(value, task=0, configuration=0):
    def change(array):
        array[task, configuration] = value

    return change


# ------------------------------------------------------------------ what was written is read


def test_base_that_was_written_is_read(base, path):
    found, report = read_pack(path)

    assert found.tasks == base.tasks
    assert found.configurations == base.configurations
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(found, name), getattr(base, name))
    assert (report.n_tasks, report.n_configurations, report.n_trials, report.n_left_out) == (3, 3, 5, 0)
    assert str(report) == "5 trials of 3 configurations on 3 tasks."


def test_arrays_of_a_pack_are_npy_files_for_everybody(base, path):
    with zipfile.ZipFile(path) as archive:
        loss = np.load(io.BytesIO(archive.read("loss.npy")), allow_pickle=False)

    np.testing.assert_array_equal(loss, base.loss)


def test_empty_base_can_be_given_away(tmp_path):
    write_pack(KnowledgeBase.empty(), tmp_path / "empty.zip")

    found, _ = read_pack(tmp_path / "empty.zip")

    assert found.n_tasks == 0


def test_equal_bases_give_equal_files(base, path, tmp_path):
    write_pack(base, tmp_path / "again.zip")

    assert (tmp_path / "again.zip").read_bytes() == path.read_bytes()


def test_pack_can_be_read_from_an_open_file(path):
    with path.open("rb") as stream:
        assert read_pack(stream)[0].n_tasks == 3


def test_pack_that_cannot_be_written_leaves_nothing(base, tmp_path, monkeypatch):
    def full(stream, contents):
        stream.write(b"half")
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(packs, "_write_zip", full)

    with pytest.raises(StorageError, match="No space left"):
        write_pack(base, tmp_path / "pack.zip")

    assert list(tmp_path.iterdir()) == []


def test_place_that_does_not_exist_is_named(base, tmp_path):
    with pytest.raises(StorageError, match="gone"):
        write_pack(base, tmp_path / "gone" / "pack.zip")


# ------------------------------------------------------------------ bad rows are left out, counted and never executed


@pytest.mark.parametrize(
    ("family", "params", "reason"),
    [
        ("__import__('os').system('touch /tmp/hacked')", {}, "unknown family of models"),
        ("sklearn.svm.SVC", {}, "unknown family of models"),
        ("linear", {"__init__": 1}, "unknown parameter"),
        ("linear", {"scaler": "os.system"}, "word that the parameter does not know"),
        ("linear", {"C": float("nan")}, "value of another type"),
        ("linear", {"C": float("inf")}, "value of another type"),
        ("linear", {"C": 1e250}, "value out of range"),
        ("lightgbm", {"num_leaves": 10**12}, "value out of range"),
        ("linear", {"C": [1.0]}, "value of another type"),
        ("linear", {"C": {"a": 1}}, "value of another type"),
        ("linear", {f"p{i}": 1 for i in range(1_000)}, "no record"),
        ("linear", "C=1", "no record"),
        (["linear"], {}, "no record"),
        (None, {}, "no record"),
    ],
)
def test_bad_configuration_goes_with_its_trials(forge, family, params, reason):
    forged = forge(configurations=setting(0, family=family, params=params))

    found, report = read_pack(forged)

    assert report.left_out == {f"configuration: {reason}": 1}
    assert len(found.configurations) == 2
    assert found.n_trials == 3


def test_value_with_a_reserved_name_is_left_out(forge):
    # `Configuration.from_dict` hands parameters on as keywords
    forged = forge(configurations=setting(0, params={"family": "svm", "cls": 1, "self": 2}))

    _, report = read_pack(forged)

    assert report.left_out == {"configuration: unknown parameter": 1}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": 7}, "name of another form"),
        ({"id": ""}, "name of another form"),
        ({"id": "x" * 201}, "name of another form"),
        ({"id": "two\nlines"}, "name of another form"),
        ({"family": "\x1b[31mred"}, "name of another form"),
        ({"family": "\u202eevil"}, "name of another form"),
        ({"metric": None}, "name of another form"),
        ({"n_rows": -1}, "number of rows, columns or classes out of range"),
        ({"n_rows": 10**30}, "number of rows, columns or classes out of range"),
        ({"n_rows": 1.5}, "number of rows, columns or classes out of range"),
        ({"n_columns": True}, "number of rows, columns or classes out of range"),
        ({"n_columns": float("nan")}, "number of rows, columns or classes out of range"),
        ({"kind": "clustering"}, "unknown kind or origin"),
        ({"kind": ["binary"]}, "unknown kind or origin"),
        ({"origin": "stolen"}, "unknown kind or origin"),
        ({"n_classes": 3}, "number of classes that its kind does not have"),
        ({"n_classes": 0}, "number of classes that its kind does not have"),
        ({"id": "second"}, "the same twice"),
    ],
)
def test_bad_task_goes_with_its_trials(forge, changes, reason):
    found, report = read_pack(forge(tasks=setting(0, **changes)))

    assert report.left_out == {f"task: {reason}": 1}
    assert found.n_tasks == 2


def test_task_that_is_no_record_is_left_out(forge):
    _, report = read_pack(forge(tasks=lambda records: [1, *records[1:]]))

    assert report.left_out == {"task: no record": 1}


@pytest.mark.parametrize("value", [np.inf, -np.inf, 1e30])
def test_task_with_a_meta_feature_out_of_range_is_left_out(forge, value):
    found, report = read_pack(forge(meta_features=putting(value)))

    assert report.left_out == {"task: meta-feature out of range": 1}
    assert found.n_tasks == 2


def test_metric_that_nobody_knows_is_called_custom(forge):
    found, report = read_pack(forge(tasks=setting(0, metric="secret_revenue_per_customer")))

    assert found.tasks[0].metric == "custom"
    assert report.n_left_out == 0


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("loss", -0.1, "loss out of range"),
        ("loss", -np.inf, "loss out of range"),
        ("loss", 1e300, "loss out of range"),
        ("loss", np.nan, "numbers without a loss"),
        ("test_loss", -1.0, "test loss out of range"),
        ("test_loss", np.inf, "test loss out of range"),
        ("score", np.inf, "score not finite"),
        ("test_score", -np.inf, "score not finite"),
        ("fit_s", -1.0, "seconds out of range"),
        ("fit_s", np.nan, "seconds out of range"),
        ("predict_s", 1e300, "seconds out of range"),
    ],
)
def test_bad_trial_is_left_out(forge, name, value, reason):
    found, report = read_pack(forge(**{name: putting(value)}))

    assert report.left_out == {f"trial: {reason}": 1}
    assert found.n_trials == 4
    assert all(np.isnan(getattr(found, array)[0, 0]) for array in ARRAYS)


def test_report_tells_what_was_left_out(forge):
    _, report = read_pack(forge(loss=putting(-1.0), tasks=setting(1, id="")))

    assert str(report) == (
        "3 trials of 3 configurations on 2 tasks. "
        "2 rows left out: task: name of another form (1); trial: loss out of range (1)."
    )


def test_report_of_one_is_in_the_singular():
    report = PackReport(source="s", n_tasks=1, n_configurations=1, n_trials=1, left_out={"trial: loss out of range": 1})

    assert str(report) == "1 trial of 1 configuration on 1 task. 1 row left out: trial: loss out of range (1)."


# ------------------------------------------------------------------ bad files are refused in one line


def refused(path, match="no knowledge pack"):
    with pytest.raises(StorageError, match=match) as caught:
        read_pack(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip at all", bytes(1_000), b"PK\x05\x06" + bytes(18)])
def test_file_that_is_no_pack_is_refused(tmp_path, content):
    (tmp_path / "pack.zip").write_bytes(content)

    refused(tmp_path / "pack.zip")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_pack_is_refused(path, share):
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    refused(path)


def test_pack_with_any_flipped_byte_is_refused_or_read_in_part(path):
    content = path.read_bytes()
    for place in range(0, len(content), 37):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        try:
            base, _ = read_pack(path)
        except StorageError:
            continue
        assert base.n_tasks <= 3


def test_file_that_is_not_there_is_named(tmp_path):
    refused(tmp_path / "gone.zip", "gone.zip.*cannot be read")


def test_directory_is_refused(tmp_path):
    refused(tmp_path, "cannot be read")


def test_newer_version_is_refused_with_the_way_out(forge):
    refused(forge(pack=lambda record: {**record, "version": 2}), "Upgrade jupyter_metaml")


@pytest.mark.parametrize("change", [{"version": True + 0.5}, {"version": "1"}, {"version": None}])
def test_version_that_is_none_is_refused(forge, change):
    refused(forge(pack=lambda record: {**record, **change}), "version")


@pytest.mark.parametrize("change", [{"format": "other"}, {"meta_features": None}, {"meta_features": ["a\n", "b"]}])
def test_other_formats_are_refused(forge, change):
    refused(forge(pack=lambda record: {**record, **change}))


@pytest.mark.parametrize("name", ["pack", "tasks", "configurations"])
@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", b"{", b"3", b"[" * 100_000, b"null", b'"' + b"x" * 1_000 + b'"', b"[1" + b"0" * 5_000 + b"]"],
    ids=["no text", "cut", "number", "deep", "null", "word", "huge number"],
)
def test_json_that_is_none_is_refused(forge, name, content):
    refused(forge(**{name: lambda _: content}))


@pytest.mark.parametrize(
    "change",
    [
        lambda array: array.astype(np.float32),
        lambda array: array.astype(object),
        lambda array: array[:1],
        lambda array: array.T[:, :1],
        np.asfortranarray,
        lambda array: array.ravel(),
        lambda _: b"",
        lambda _: b"\x93NUMPY\x01\x00",
        lambda _: b"\x93NUMPY\x03\x00\x10\x00\x00\x00",
    ],
)
def test_array_of_another_kind_is_refused(forge, change):
    refused(forge(loss=change))


def npy_header(text, version=(1, 0)):
    padded = text.encode() + b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY" + bytes(version) + struct.pack("<H", len(padded)) + padded


@pytest.mark.parametrize(
    "header",
    [
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000, 1000000000000), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (3, 3), }",
        "{'descr': __import__('os').system('id'), 'fortran_order': False, 'shape': (3, 3), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-3, -3), }",
        "(" * 5_000,
    ],
)
def test_header_that_lies_allocates_and_executes_nothing(forge, header):
    refused(forge(loss=lambda _: npy_header(header) + bytes(72)))


def test_pickled_objects_are_refused_unopened(forge, tmp_path):
    class Evil:
        def __reduce__(self):
            return (os.mkdir, (str(tmp_path / "hacked"),))

    refused(forge(loss=lambda _: np.array([[Evil()] * 3] * 3, dtype=object)))

    assert not (tmp_path / "hacked").exists()


def zipped(path, files, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def files(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_pack_that_unpacks_to_too_much_is_refused_before(tmp_path, files):
    bomb = zipped(tmp_path / "bomb.zip", {**files, "tasks.json": b"[" + b" " * 2**26 + b"]"})

    assert bomb.stat().st_size < 200_000
    refused(bomb, "too large")


def test_size_that_lies_is_refused(tmp_path, files):
    bomb = zipped(tmp_path / "bomb.zip", {**files, "tasks.json": b"[" + b" " * 2**26 + b"]"})
    content = bomb.read_bytes()
    real = struct.pack("<I", 2**26 + 2)
    bomb.write_bytes(content.replace(real, struct.pack("<I", 100)))

    refused(bomb)


def test_ten_million_rows_are_refused(tmp_path, files):
    records = b"[" + b",".join([b"0"] * 10**7) + b"]"

    refused(zipped(tmp_path / "rows.zip", {**files, "tasks.json": records}), "too large")


def test_many_small_rows_are_refused(tmp_path, files):
    records = b"[" + b",".join([b"0"] * 20_001) + b"]"

    refused(zipped(tmp_path / "rows.zip", {**files, "tasks.json": records}), "20,001 tasks")


def test_base_that_is_too_large_is_not_written(base, tmp_path, monkeypatch):
    monkeypatch.setattr(packs, "MAX_CELLS", 8)

    with pytest.raises(StorageError, match="too large"):
        write_pack(base, tmp_path / "pack.zip")


def test_file_that_is_too_long_is_refused_unread(path, monkeypatch):
    monkeypatch.setattr(packs, "MAX_FILE_MIB", 0)

    refused(path, "too large")


@pytest.mark.parametrize("extra", ["../../evil.py", "/etc/passwd", "more.npy", "pack.json"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_pack_with_other_files_is_refused(path, extra):
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(extra, b"{}")

    refused(path)


def test_pack_with_a_missing_file_is_refused(tmp_path, files):
    del files["loss.npy"]

    refused(zipped(tmp_path / "short.zip", files))


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_refused(tmp_path, files, compression):
    refused(zipped(tmp_path / "other.zip", files, compression), "too large|no knowledge pack")


def test_encrypted_pack_is_refused(path):
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    path.write_bytes(bytes(content))

    refused(path)
