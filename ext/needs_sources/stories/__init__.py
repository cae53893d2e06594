"""Stories: a need from the words of its source to what was done, step by step."""
