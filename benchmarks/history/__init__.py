"""What [asv](https://asv.readthedocs.io) measures from commit to commit; see ``asv.conf.json``."""
