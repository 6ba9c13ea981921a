"""Pages are read in child processes, so that no page can take a batch down with it.

The HTML parser is a C library that is fed whatever the web holds. A crash of it, a page without end or one that eats
all memory ends a child, which is replaced; it becomes an error about that one page, and the rest goes on. A child
loads no browser library and starts from a new interpreter, not from a fork of a process that has threads.
"""
