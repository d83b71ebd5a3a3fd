"""Write the explorer pages of all encoded games into the built site, under `explorer/`.

They are made by the code at hand and never stored, so they cannot differ from it.  `mkdocs serve`
leaves them out, since it builds again after each change.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from negotiation.explore import write_gallery
from negotiation.talks import catalogue

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_commands: list[str] = []


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001, FBT001 - mkdocs gives both
    """Keep in mind what was asked for."""
    _commands[:] = [command]


def on_post_build(config: MkDocsConfig) -> None:
    """Write the pages beside the others."""
    if _commands != ["serve"]:
        models = [build() for build in catalogue().values()]
        write_gallery(models, Path(config.site_dir) / "explorer", seconds=5)
