"""Where a statement comes from: the source article, the literature, or the modeller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["MODELLER", "Origin", "Source", "article", "literature"]

Origin: TypeAlias = Literal["article", "literature", "modeller"]


@dataclass(frozen=True)
class Source:
    """The origin of an assumption, a parameter, a constraint or a proposition.

    Attributes
    ----------
    origin
        ``"article"``, ``"literature"`` or ``"modeller"``.
    claims
        The numbered claims of the article that it rests on, such as ``"C18"``.
    reference
        Author, year and what is taken from there.
    """

    origin: Origin
    claims: tuple[str, ...] = ()
    reference: str = ""

    def __str__(self) -> str:
        details = ", ".join([*self.claims, *([self.reference] if self.reference else [])])
        return f"{self.origin}: {details}" if details else self.origin


MODELLER = Source("modeller")
"""A choice of the modeller, found in no source."""


def article(*claims: str) -> Source:
    """Name claims of the article.

    >>> print(article("C18", "C22"))
    article: C18, C22
    """
    return Source("article", claims)


def literature(reference: str) -> Source:
    """Name a work of the literature.

    >>> print(literature("Fearon 1997, costly signals"))
    literature: Fearon 1997, costly signals
    """
    return Source("literature", reference=reference)
