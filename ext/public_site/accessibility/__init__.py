"""What an accessibility statement must say: questions, the project's answers, a command."""
