"""Games to and from files and other programs, and tables of projects from files."""

from negotiation.formats.efg import GameFile, load_efg, read_efg, write_efg
from negotiation.formats.nfg import load_nfg, read_nfg, write_nfg
from negotiation.formats.projects import read_projects

__all__ = [
    "GameFile",
    "load_efg",
    "load_nfg",
    "read_efg",
    "read_nfg",
    "read_projects",
    "write_efg",
    "write_nfg",
]
