"""What is remembered: SQLite, the knowledge files, the index worker."""
