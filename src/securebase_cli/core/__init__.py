"""What the journal is: values, the file format, the folder. No terminal in here."""
