"""The subtree of a post or an article -> clean HTML, text, pictures, links and quotes."""
