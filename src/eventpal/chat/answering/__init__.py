"""What an answer says: facts from the database, and sentences around them."""
