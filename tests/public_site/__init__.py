"""What every page of the site owes its readers."""
