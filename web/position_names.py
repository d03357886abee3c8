"""The words that readers see for what became of calls, and for what cards can be narrowed by."""

STATE_NAMES = {
    "open": "Open",
    "partly-met": "Partly met",
    "met": "Met",
    "overtaken": "Overtaken",
    "not-marked": "Not marked",
}
FILTER_NAMES = {
    "state": "State",
    "theme": "Theme",
    "act": "Act",
    "to": "To whom",
    "publisher": "Publisher",
    "year": "Year",
    "language": "Language",
    "origin": "Words",
}
ORIGINS = {"captured": "the document's own", "digest": "our digest"}
# What became of the passage that a mark was made on, where that needs saying.
BECAME = {
    "": "",
    "exact": "",
    "moved": "Marked on an earlier version; the words stand elsewhere now.",
    "edited": "Marked on an earlier wording.",
}
