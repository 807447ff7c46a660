"""The pages of the review app, one module for each thing that is decided about.

Every module has `PAGES` (address and handler; a `.json` twin comes with each), `FORMS` (what forms are sent to) and
`FRAGMENTS` (parts of pages that are fetched later).
"""
