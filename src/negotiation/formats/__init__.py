"""Games to and from files and other programs."""

from negotiation.formats.efg import GameFile, load_efg, read_efg, write_efg
from negotiation.formats.projects import read_projects, write_projects

__all__ = ["GameFile", "load_efg", "read_efg", "read_projects", "write_efg", "write_projects"]
