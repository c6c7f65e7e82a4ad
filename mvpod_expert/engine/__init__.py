"""From rules and a working memory to firings: compiled once, behind one port, by either of two engines."""
