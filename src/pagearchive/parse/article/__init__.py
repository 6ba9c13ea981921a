"""The reader of anything that is no thread, and what it takes away from the element that holds the text."""
