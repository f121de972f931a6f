"""What a person names when a store is opened: nothing, a file, or the URL of a database."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import sqlalchemy
from sqlalchemy.exc import ArgumentError

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge.location import default_path, named_store

POSTGRESQL = frozenset({"postgres", "postgresql"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a store is.

    Parameters
    ----------
    url : sqlalchemy.URL
        With its password, so never shown.
    path : Path or None
        The file of an SQLite store; None for a server, or for memory.
    is_default : bool
        Whether nobody named it.
    """

    url: sqlalchemy.URL
    path: Path | None
    is_default: bool

    @classmethod
    def of(cls, url: str | Path | None) -> Address:
        """Understand what a person named.

        Parameters
        ----------
        url : str, Path or None
            A file, ``sqlite://`` for memory, or an SQLAlchemy URL of SQLite or PostgreSQL; None for what
            ``$JUPYTER_METAML_STORE`` names, or the file in the user's data directory.

        Raises
        ------
        StorageError
            If it is a URL of something else.
        """
        if url is None:
            url = named_store()
        if url is None:
            return cls._file(default_path(), is_default=True)
        if isinstance(url, Path) or "://" not in url:
            return cls._file(Path(url).expanduser(), is_default=False)
        try:
            parsed = sqlalchemy.make_url(url)
        except ArgumentError as error:
            # the text may hold a password
            message = (
                "The URL of the store is not one. Write it like sqlite:///file or postgresql://user@host/database."
            )
            raise StorageError(message) from error
        backend = parsed.get_backend_name()
        if backend == "sqlite":
            in_memory = parsed.database in {None, "", ":memory:"}
            return cls(url=parsed, path=None, is_default=False) if in_memory else cls._file(Path(str(parsed.database)))
        if backend not in POSTGRESQL:
            message = f"A store cannot be kept in {backend!r}. Give the URL of an SQLite file or of PostgreSQL."
            raise StorageError(message)
        return cls(url=_with_driver(parsed), path=None, is_default=False)

    @classmethod
    def _file(cls, path: Path, *, is_default: bool = False) -> Address:
        return cls(url=sqlalchemy.URL.create("sqlite", database=str(path)), path=path, is_default=is_default)

    def read_only(self, *, immutable: bool) -> Address:
        """Return the same file, opened so that nothing beside it is written.

        Parameters
        ----------
        immutable : bool
            Whether to trust that nobody else writes it, so that no file of locks is needed.
        """
        if self.path is None:
            return self
        query = {"mode": "ro", "uri": "true"} | ({"immutable": "1"} if immutable else {})
        url = sqlalchemy.URL.create("sqlite", database=self.path.absolute().as_uri(), query=query)
        return Address(url=url, path=self.path, is_default=self.is_default)

    def __str__(self) -> str:
        return str(self.path) if self.path is not None else self.url.render_as_string(hide_password=True)


def _with_driver(url: sqlalchemy.URL) -> sqlalchemy.URL:
    """Name the driver that the extra ``postgres`` brings where the person named none."""
    if "+" in url.drivername or find_spec("pg8000") is None:
        return url.set(drivername=url.drivername.replace("postgres+", "postgresql+"))
    return url.set(drivername="postgresql+pg8000")
