"""The review app: where a person corrects the ledger in a browser. See docs/review.md."""
