"""What can be wrong with a table and its columns.

Messages are built in class methods as one string: what was given, what is allowed, what to do next.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Self

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.wording import alternatives, counted, quoted


class NotATableError(DataError):
    """What was given is not a table that can be read."""

    @classmethod
    def misfit(cls, error: Exception) -> NotATableError:
        """Pass on why pandas could not put columns together."""
        return cls.of("a set of columns that do not fit together", f"pandas says: {error}.")

    @classmethod
    def of_dimensions(cls, n_dimensions: int) -> NotATableError:
        """Say how to make a table of an array with another number of dimensions."""
        ways = {0: "Pass the array itself.", 1: "For one column, reshape it: data.reshape(-1, 1)."}
        return cls.of(f"a {n_dimensions}-D array", ways.get(n_dimensions, "Flatten it: data.reshape(len(data), -1)."))

    @classmethod
    def of_one_row(cls) -> NotATableError:
        """Say how to make a table of a row."""
        return cls.of("a dict of single values", "For one row, pass it in a list: [data].")

    @classmethod
    def of(cls, found: str, advice: str) -> NotATableError:
        """Name the type found and how to turn it into a table."""
        return cls(
            f"The data is {found}, not a table. {advice} Tables are: pandas or polars DataFrame, pyarrow Table, "
            "2-D NumPy array, SciPy sparse matrix, dict of columns."
        )


class EmptyTableError(DataError):
    """The table has no rows, no columns, or no column beside the target."""

    @classmethod
    def without_rows(cls, n_columns: int) -> EmptyTableError:
        """Say that there are columns but no rows."""
        return cls(f"The table has 0 rows (and {counted(n_columns, 'column')}). Check the filter or file it came from.")

    @classmethod
    def without_columns(cls, n_rows: int) -> EmptyTableError:
        """Say that there are rows but no columns."""
        return cls(f"The table has 0 columns (and {counted(n_rows, 'row')}). Add the columns to predict from.")

    @classmethod
    def without_features(cls, roles: Iterable[str]) -> EmptyTableError:
        """Say which roles took all the columns."""
        return cls(
            f"No column is left to predict from: the table holds only {', '.join(roles)}. "
            "Add columns, or name fewer of them as target, groups, time, weights or ignored."
        )


class ColumnNamesError(DataError):
    """Column names are duplicated or have several levels."""

    @classmethod
    def duplicated(cls, positions: dict[Hashable, list[int]], target: object = None) -> ColumnNamesError:
        """List each duplicated name with its positions."""
        shown = "; ".join(
            f"{quoted(name)} at positions {', '.join(map(str, places[:6]))}{', ...' if len(places) > 6 else ''}"
            for name, places in list(positions.items())[:8]
        )
        about = " The target is one of them." if any(_equal(name, target) for name in positions) else ""
        return cls(
            f"{counted(len(positions), 'column name occurs', 'column names occur')} more than once: {shown}.{about} "
            "Rename or drop them, for example: df = df.loc[:, ~df.columns.duplicated()]."
        )

    @classmethod
    def of_levels(cls, n_levels: int) -> ColumnNamesError:
        """Give the line that flattens the names."""
        return cls(
            f"The columns are a MultiIndex with {counted(n_levels, 'level')}; one level is needed. "
            'Flatten the names first: df.columns = ["_".join(map(str, name)) for name in df.columns].'
        )


class ColumnValuesError(DataError):
    """A column holds values that no model can use."""

    @classmethod
    def nested(cls, name: Hashable, row: int, value: object) -> ColumnValuesError:
        """Name the column, its first nested value and where it stands."""
        return cls._nested(name, f"row {row} is a {type(value).__name__}")

    @classmethod
    def nested_type(cls, name: Hashable, dtype: object) -> ColumnValuesError:
        """Name the column and its nested Arrow type."""
        return cls._nested(name, f"its type is {dtype}")

    @classmethod
    def complex_numbers(cls, name: Hashable) -> ColumnValuesError:
        """Name the column; the first words are those of scikit-learn."""
        return cls(
            f"Complex data not supported: column {quoted(name)} holds complex numbers. Split it into two columns, for "
            "example its real and imaginary part (numpy.real, numpy.imag), or magnitude and angle."
        )

    @classmethod
    def of_type(cls, name: Hashable, row: int, value: object) -> ColumnValuesError:
        """Name the column and the type of object that cannot be shown as text."""
        return cls(
            f"Column {quoted(name)} holds objects of type {type(value).__qualname__!r} (first at row {row}), which are "
            f"no numbers, texts or dates. Convert them, or pass ignore=[{quoted(name)}]."
        )

    @classmethod
    def _nested(cls, name: Hashable, found: str) -> ColumnValuesError:
        return cls(
            f"Column {quoted(name)} holds nested values: {found}. Cells must be numbers, texts, dates or missing. "
            f"Spread them over columns, turn them into text, or pass ignore=[{quoted(name)}]."
        )


class TooLargeError(DataError):
    """A sparse table would not fit into memory as a dense one."""

    @classmethod
    def dense(cls, n_rows: int, n_columns: int, *, needed_bytes: float, cap_bytes: float) -> TooLargeError:
        """Give the size that would be needed and the cap."""
        return cls(
            f"{n_rows:,} rows x {n_columns:,} sparse columns take {needed_bytes / 2**30:,.1f} GiB when dense, above "
            f"the cap of {cap_bytes / 2**30:,.1f} GiB. Take fewer rows or columns, or reduce them first, for example "
            "with sklearn.decomposition.TruncatedSVD."
        )


class ColumnNotFoundError(DataError):
    """A named column is not in the table."""

    @classmethod
    def among(cls, role: str, label: object, columns: Sequence[Hashable]) -> Self:
        """Name the column, what it is wanted for, and the nearest ones."""
        hint = alternatives(label, columns, "Columns")
        return cls(f"{role.capitalize()} {quoted(label)} is not a column of the table.{hint}")


class TargetNotFoundError(ColumnNotFoundError):
    """The target column is not in the table."""


class RoleClashError(UsageError):
    """Two options ask for the same column, or exclude each other."""

    @classmethod
    def same_column(cls, label: object, first: str, second: str) -> RoleClashError:
        """Name the column and the two options."""
        return cls(f"Column {quoted(label)} is given both as {first} and as {second}. A column has one role: drop one.")

    @classmethod
    def groups_and_time(cls) -> RoleClashError:
        """Say what each of the two does."""
        return cls(
            "groups and time exclude each other: groups keeps rows of one group on one side of every split, time "
            "trains on the past and tests on the future. Give the one that is how the model will be used."
        )


class LengthError(DataError):
    """A column given as an array has another length than the table."""

    @classmethod
    def of(cls, role: str, length: int, n_rows: int, advice: str = "") -> LengthError:
        """Give both lengths."""
        return cls(
            f"{counted(length, 'value')} given as {role}, but the table has {counted(n_rows, 'row')}. "
            f"Pass one value per row, or the name of a column.{advice}"
        )


def _equal(name: object, other: object) -> bool:
    # An array never names a column, and comparing with one has no single answer.
    return isinstance(other, Hashable) and other is not None and name == other
