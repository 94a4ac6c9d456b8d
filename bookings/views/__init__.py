"""The pages of the sessions: choosing, asking, and what has been arranged."""
