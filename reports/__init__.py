"""Papers that are handed in at a session: what is asked for, what each kind says, and the copies that were issued."""
