"""Games to and from files and other programs."""

from negotiation.formats.efg import GameFile, load_efg, read_efg, write_efg

__all__ = ["GameFile", "load_efg", "read_efg", "write_efg"]
