"""Where on a page the prose stands, and how far it reaches."""
