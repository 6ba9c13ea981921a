"""A website on the loopback address for tests: several origins, any behaviour, and a log of what was sent."""

from tests.site.server import Reply, Request, Sent, Site

__all__ = ["Reply", "Request", "Sent", "Site"]
