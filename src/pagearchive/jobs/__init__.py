"""Where the rooms meet: a page captured, archived, read and filed; an archive read again; a list worked through."""
