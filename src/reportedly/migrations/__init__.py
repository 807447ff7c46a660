"""The steps by which a ledger comes to the form that this version reads; run by `store.database` when it opens one.

A step, once released, is never edited: a change of the tables is a new step.
"""
