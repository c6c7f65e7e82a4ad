"""The interview: what is understood, what is saved, what is asked, and a real terminal."""
