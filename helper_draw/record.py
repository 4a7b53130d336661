"""Record: an immutable bundle of named fields, for code that must be ready within milliseconds.

A frozen dataclass would say the same, but importing `dataclasses` takes longer than importing
this package and drawing with it, and it also runs in bare, short-lived processes.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing would take longer than the rest of the package
if TYPE_CHECKING:
    from typing_extensions import Self, dataclass_transform
else:

    def dataclass_transform(**_: object) -> object:
        return lambda cls: cls


@dataclass_transform(frozen_default=True)
class Record:
    """Fields are a subclass's annotations, in their order, a value in the class being the default.

    Raises TypeError for a field that is missing, unknown or given twice.
    """

    _fields: tuple[str, ...]  # a field of no record: set for every subclass

    def __init_subclass__(cls) -> None:
        cls._fields = tuple(cls.__annotations__)

    def __init__(self, *values: object, **named: object) -> None:
        if len(values) > len(self._fields):
            raise TypeError(f"{type(self).__name__} has {len(self._fields)} fields")
        state = self.__dict__
        state.update(zip(self._fields, values))
        for name, value in named.items():
            if name in state or name not in self._fields:
                raise TypeError(f"{type(self).__name__}: {name} is unknown or given twice")
            state[name] = value
        for name in self._fields:
            if name not in state and not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__}: {name} is missing")

    def replace(self, **changes: object) -> Self:
        """A copy in which the named fields have new values."""
        return type(self)(**{**dict(zip(self._fields, self._values())), **changes})

    def _values(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self._fields)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__} does not change; use .replace({name}=...)")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        fields = ", ".join(f"{n}={v!r}" for n, v in zip(self._fields, self._values()))
        return f"{type(self).__name__}({fields})"
