"""Every paper as a Word file: the story of its PDF read part by part, and written with python-docx."""
