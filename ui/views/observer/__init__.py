"""The observer's pages of a round."""
