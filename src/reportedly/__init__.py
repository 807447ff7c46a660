"""reportedly: who says what, through whom, how they know it, how firmly, how many, when and where."""
