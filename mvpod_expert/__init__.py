"""mvpod: an explainable, author-owned rule-based expert system for B2B sales mode and strategy."""

__version__ = "0.1.0"
