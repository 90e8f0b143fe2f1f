"""What people do with the journal, as pure functions of values. No terminal in here."""
