"""Collections: corpora brought together from many files, in a folder with the receipt of all."""
