"""The built site in a real browser: accessibility, keyboard, paper, language."""
