"""The web pages of the search: one page that searches, and pages of an event, a person and a regency.

Everything works without JavaScript, nothing is loaded from another host, and the whole state of a page is its address.
"""
