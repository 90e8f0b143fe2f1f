"""How things look and how people type; only in here are Rich and prompt_toolkit."""
