"""One module for each thing that the user sees."""
