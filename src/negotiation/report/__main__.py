"""``python -m negotiation.report FOLDER``: write the pages of the encoded games."""

from __future__ import annotations

import sys

from negotiation.report.pages import write_pages

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m negotiation.report FOLDER, as docs/games")
    written = write_pages(sys.argv[1])
    sys.stdout.write(f"{len(written)} files written to {sys.argv[1]}\n")
