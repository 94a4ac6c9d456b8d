"""The check list before an essay is published: what must be there, and what makes it easier to read and to find."""
