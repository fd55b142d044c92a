"""Scrub free text: the narrative stays, the people known from the row are gone.

scrub = Scrubber(Known(names=("Jane Doe",), contacts=("jane@example.org",)))
scrub("Jane wrote from jane@example.org").text  # "Expunged wrote from Expunged"
"""

from sheets_coc.scrubbing.model import REPLACEMENT, STRANGER, Flag, Known, Scrubbed, masked
from sheets_coc.scrubbing.scrubber import Scrubber

__all__ = ["REPLACEMENT", "STRANGER", "Flag", "Known", "Scrubbed", "Scrubber", "masked"]
