"""The faces papers are drawn with: found on disk, loaded when first used, chosen per character."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path


class FontsMissing(Exception):
    """No face for the body of a paper was found."""


class GlyphMissing(Exception):
    """No installed face has the character."""


class FontSet:
    @classmethod
    def discover(
        cls, dirs: Iterable[Path], names: Mapping[str, str] | None = None
    ) -> FontSet:
        """
        The faces found under the directories, the first directory first.

        ``names`` adds to the name map: font name in a template -> file name.

        Raises:
            FontsMissing: the faces for 宋体 and 黑体 are not there.
        """
        raise NotImplementedError
