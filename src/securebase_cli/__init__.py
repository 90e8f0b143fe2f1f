"""A reflection journal on the team as a secure base."""

__version__ = "0.1.0"
