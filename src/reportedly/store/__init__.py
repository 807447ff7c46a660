"""What the ledger stands on: the tables, the database, and the rows that say how things stand.

`ledger.Ledger` is the face; nothing else imports these.
"""
