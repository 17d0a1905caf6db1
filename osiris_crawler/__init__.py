"""From the site to an item, and what people run and see."""
