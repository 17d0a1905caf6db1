"""From an item or a response to `data/`, and back."""
