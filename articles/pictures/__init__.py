"""Pictures within essays: taken in, kept, served in several widths, and written into a text."""
