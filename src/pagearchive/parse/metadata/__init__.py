"""What a page says about its article: title, authors, dates. Each source is weighed against the others."""
