"""What people and programs see: terminal text in Chinese and English, and JSON."""
