"""The page: its seven steps, what each waits for, and its opening."""
