"""What is shown to people: the dossier."""
