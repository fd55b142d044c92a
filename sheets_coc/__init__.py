"""Keep a Code of Conduct committee's records sheet valid, expunged on time and private."""

__version__ = "0.1.0"
