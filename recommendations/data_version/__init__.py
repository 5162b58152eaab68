"""What makes the version of the public data move: triggers of the database on every table that the public reads."""
