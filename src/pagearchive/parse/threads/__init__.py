"""What threads of every kind are read with: the reader of all platforms, structured data, a thread's other pages."""
