"""Games to and from files and other programs."""

from negotiation.formats.efg import GameFile, load_efg, read_efg, write_efg
from negotiation.formats.nfg import load_nfg, read_nfg, write_nfg

__all__ = [
    "GameFile",
    "load_efg",
    "load_nfg",
    "read_efg",
    "read_nfg",
    "write_efg",
    "write_nfg",
]
