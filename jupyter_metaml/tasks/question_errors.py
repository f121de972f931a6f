"""What can be wrong with the question: the target, the roles of columns, and the metric.

Messages are built in class methods as one string: what was given, what is allowed, what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jupyter_metaml.exceptions import DataError, MetricError
from jupyter_metaml.wording import counted, did_you_mean, listed, quoted


class TargetValuesError(DataError):
    """The target holds values that cannot be predicted."""

    @classmethod
    def several(cls, n_columns: int, role: str = "target") -> TargetValuesError:
        """Say that one column is needed."""
        advice = " One target is predicted at a time: make one task each." if role == "target" else ""
        return cls(f"The {role} has {n_columns} columns; one is needed. Pass one column.{advice}")

    @classmethod
    def all_missing(cls, n_rows: int) -> TargetValuesError:
        """Say that there is nothing to learn from."""
        return cls(f"All {counted(n_rows, 'value')} of the target are missing. Check that the right column was named.")

    @classmethod
    def mostly_missing(cls, n_missing: int, n_rows: int) -> TargetValuesError:
        """Give the count and the option that accepts it."""
        return cls(
            f"{n_missing:,} of {n_rows:,} target values are missing ({n_missing / n_rows:.0%}); more than half usually "
            "is a mistake in a join. Pass allow_missing_target=True to learn from the other rows."
        )

    @classmethod
    def constant(cls, value: object, n_rows: int) -> TargetValuesError:
        """Name the only value; it speaks of one class, as scikit-learn's checks want."""
        return cls(
            f"The target is constant: all {counted(n_rows, 'usable row')} hold {quoted(value)}, a single class or "
            "value. At least two different values are needed to learn from."
        )

    @classmethod
    def dates(cls, dtype: object) -> TargetValuesError:
        """Say how to turn a date into a number."""
        return cls(
            f"The target holds dates ({dtype}), which cannot be predicted directly. Predict a number, for example the "
            'days since a start: (df["date"] - df["start"]).dt.days, or a class such as df["date"].dt.year.'
        )

    @classmethod
    def too_large(cls, largest: float) -> TargetValuesError:
        """Give the largest value and the ways to make it smaller."""
        return cls(
            f"The target reaches {largest:.3g}, and sums of such numbers are no longer finite. Divide it by a "
            "constant, or predict its logarithm."
        )

    @classmethod
    def nested(cls, row: int, value: object) -> TargetValuesError:
        """Name the first nested value and where it stands."""
        return cls(
            f"The target holds nested values: row {row} is a {type(value).__name__}. Each row needs one number or "
            "label."
        )


class TargetKindError(DataError):
    """The kind of task asked for does not fit the values of the target."""

    @classmethod
    def not_numeric(cls, example: object, *, reads_as_number: bool) -> TargetKindError:
        """Show a value that is not a number, and how to convert when it reads as one."""
        advice = (
            "They read as numbers: convert them first with pd.to_numeric(df[target])."
            if reads_as_number
            else 'Use kind="classification", or another target.'
        )
        return cls(f"kind='regression' needs a numeric target, but it holds values such as {quoted(example)}. {advice}")

    @classmethod
    def not_binary(cls, n_classes: int, examples: Iterable[object]) -> TargetKindError:
        """Count the classes found where two were asked for."""
        return cls(
            f"kind='binary' needs exactly 2 classes, but the target has {n_classes:,}: {listed(examples, shown=5)}. "
            'Use kind="multiclass", or merge classes first.'
        )

    @classmethod
    def too_many_classes(cls, n_classes: int, n_rows: int, advice: str) -> TargetKindError:
        """Say what so many classes usually are, and the ways out."""
        return cls(
            f"The target has {n_classes:,} distinct values in {counted(n_rows, 'row')}: too many for classes, it "
            f"looks like an identifier or a regression target. {advice}"
        )


class RareClassError(DataError):
    """Classes are too small to be in training and test rows of every fold."""

    @classmethod
    def of(cls, classes: Iterable[object], limit: int) -> RareClassError:
        """Name the classes and what can be done."""
        return cls(
            f"These classes have fewer than {counted(limit, 'row')}, so that they cannot be both learnt and tested: "
            f"{listed(classes)}. Merge them with other classes, collect more rows, or pass drop_rare=True to leave "
            "their rows out."
        )

    @classmethod
    def in_order(cls) -> RareClassError:
        """Say that no forward window has two classes to learn and two to test."""
        return cls(
            "No point in time has two classes both before and after it: the classes follow one another in time. "
            "A forward split cannot learn from this; leave time out, or take another target."
        )


class TooFewRowsError(DataError):
    """Fewer usable rows than the documented minimum."""

    @classmethod
    def of(cls, n_rows: int, minimum: int) -> TooFewRowsError:
        """Give the count and the minimum."""
        return cls(
            f"{counted(n_rows, 'usable row')} (1 sample each) is below the minimum of {minimum}: no score would mean "
            "anything. Rows count when they have a target and a positive weight. Collect more rows."
        )


class WeightsError(DataError):
    """Sample weights are not usable."""

    @classmethod
    def not_numeric(cls, dtype: object) -> WeightsError:
        """Name the type found."""
        return cls._because(f"are no numbers but {dtype}")

    @classmethod
    def broken(cls, word: str, n_rows: int, first: int) -> WeightsError:
        """Count the rows that break a rule, and name the first."""
        return cls._because(f"are {word} in {counted(n_rows, 'row')} (first: row {first})")

    @classmethod
    def all_zero(cls, classes: Iterable[object] | None = None) -> WeightsError:
        """Say whether all rows weigh nothing, or those of which classes."""
        return cls._because("are 0 for all rows" + ("" if classes is None else f" of class {listed(classes)}"))

    @classmethod
    def _because(cls, what: str) -> WeightsError:
        return cls(f"The sample weights {what}. Weights are finite numbers from 0 up, not all 0; 0 leaves a row out.")


class GroupsError(DataError):
    """Groups are not usable for a grouped split."""

    @classmethod
    def missing(cls, n_missing: int) -> GroupsError:
        """Count the rows without a group."""
        one_for_all = 'df["group"].fillna("none")'
        return cls(_incomplete(n_missing, "group", f" (each its own group, or one group for all: {one_for_all})"))

    @classmethod
    def unhashable(cls, example: object) -> GroupsError:
        """Show a group that cannot be compared with others."""
        return cls(f"Groups such as {quoted(example)} cannot be compared. Pass numbers, texts or dates as groups.")

    @classmethod
    def single(cls, group: object) -> GroupsError:
        """Name the only group."""
        return cls(_all_the_same("group", group, "train on some and test on others", option="groups"))

    @classmethod
    def of_class(cls, classes: Iterable[object]) -> GroupsError:
        """Name the classes that are in one group only, if that is why."""
        lonely = listed(classes)
        why = f": all rows of {lonely} are in one group" if lonely else ""
        return cls(
            f"Whole groups cannot be split so that two classes are learnt each time{why}. Leave groups out, take a "
            "finer grouping, or collect more groups."
        )


class TimeOrderError(DataError):
    """The time column cannot order the rows."""

    @classmethod
    def missing(cls, n_missing: int) -> TimeOrderError:
        """Count the rows without a time."""
        return cls(_incomplete(n_missing, "time"))

    @classmethod
    def unordered(cls, example: object) -> TimeOrderError:
        """Show a value that is no point in time."""
        return cls(
            f"The time column holds values such as {quoted(example)}, which are neither dates nor numbers. Convert "
            "it first, for example with pd.to_datetime(df[time], format=...)."
        )

    @classmethod
    def single(cls, value: object) -> TimeOrderError:
        """Name the only point in time."""
        return cls(_all_the_same("time", value, "train on the past and test on the future", option="time"))


class UnknownMetricError(MetricError):
    """The metric is unknown, or is for another kind of task."""

    @classmethod
    def among(cls, name: object, kind: str, valid: Sequence[str], *, exists: bool) -> UnknownMetricError:
        """Say whether the name is known at all, with the valid list for this kind."""
        problem = f"is not for {kind} tasks" if exists else "is unknown"
        hint = did_you_mean(name, valid)
        return cls(
            f"Metric {quoted(name)} {problem}.{hint} Valid for {kind}: {', '.join(valid)}; or any scikit-learn scorer "
            "or function metric(y_true, y_pred)."
        )


def _incomplete(n_missing: int, noun: str, how: str = "") -> str:
    return f"{counted(n_missing, 'row has', 'rows have')} no {noun}. Fill them in{how}, or drop those rows."


def _all_the_same(noun: str, value: object, purpose: str, *, option: str) -> str:
    return (
        f"All rows have the same {noun} ({quoted(value)}); at least 2 are needed to {purpose}. "
        f"Leave {option} out, or take another column."
    )
