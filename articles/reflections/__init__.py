"""Reflections: what readers write under an essay, and what the therapist makes of it (`docs/decisions/0039`)."""
