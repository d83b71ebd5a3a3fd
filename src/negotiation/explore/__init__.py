"""Pages to explore a model in a browser: one file each, no network, sliders and exact numbers."""

from negotiation.explore.gallery import write_gallery
from negotiation.explore.page import page, write_page
from negotiation.explore.page_data import page_data

__all__ = ["page", "page_data", "write_gallery", "write_page"]
