"""Which dialogues somebody named: by the id as their desk knows it, or by the hash of it under which dialogues are kept."""

from collections.abc import Iterable

from data.formats.reading.identity import HASHED, hashed_id


class NamedDialogues:
    """The ids that were given, to be met in logs and indexes."""

    def __init__(self, given: Iterable[str], key: bytes | None) -> None:
        """
        Args:
            given: raw ids or hashed ones.
            key: of the hashed ids (`data.formats.reading.identity.load_key`); none if no dialogue was ever imported with one.
        """
        self.given = tuple(dict.fromkeys(name.strip() for name in given))
        self._names = {name: name for name in self.given}
        if key is not None:
            self._names |= {hashed_id(name, key): name for name in self.given}

    def __bool__(self) -> bool:
        return bool(self.given)

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids that the dialogues may be kept under, less those that tell apart what desks gave the same id."""
        return tuple(self._names)

    def of(self, kept: str) -> str | None:
        """The given id that a kept one belongs to; none if it is nobody's that was named."""
        kept = kept.strip()
        # Two desks may have given the same raw id: the hash is the same then, with the content's behind (`told_apart`).
        return self._names.get(kept) or (self._names.get(kept.rpartition("-")[0]) if HASHED.fullmatch(kept) else None)
