"""An article's pictures: where they stand, which are the site's own, and what is printed about them."""
