from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation.corpus import corpus_entries, read_corpus_table


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "shop.csv").write_text("size,town,sold\n1,None,1\n2,,0\n")
    entry = {"id": "shop", "file": "shop.csv", "target": "sold", "family": "shops"}
    listing = [{**entry, "kind": "binary", "split": "kb"}, {**entry, "kind": "regression", "split": "dev"}]
    (tmp_path / "tasks.json").write_text(json.dumps(listing))
    return tmp_path


def test_entries_are_those_of_the_split(corpus: Path):
    assert [entry["kind"] for entry in corpus_entries(corpus, "dev")] == ["regression"]
    assert corpus_entries(corpus, "other") == []


def test_a_folder_without_a_listing_is_refused(tmp_path: Path):
    with pytest.raises(UsageError, match=r"holds no tasks\.json"):
        corpus_entries(tmp_path, "kb")


def test_words_stay_words_and_classes_become_texts(corpus: Path):
    classes, numbers = (read_corpus_table(corpus, corpus_entries(corpus, split)[0]) for split in ("kb", "dev"))

    assert classes["sold"].tolist() == ["1", "0"]
    assert numbers["sold"].tolist() == [1, 0]
    assert classes["town"].isna().tolist() == [False, True]
