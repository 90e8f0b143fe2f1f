"""What is taken out of the journal: documents as a row of blocks, whatever they are written as."""
