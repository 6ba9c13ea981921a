"""pagearchive: archive forum threads and articles from the web and get clean data out of them."""

__version__ = "0.1.0"
