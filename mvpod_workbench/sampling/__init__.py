"""Answers to try things on: plausible profiles, quick trials of a changed rule, and answers that separate two."""
