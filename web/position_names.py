"""The words that readers see for what became of calls, and for what cards can be narrowed by."""

from archive.messages import Message, message

STATE_NAMES = {
    "open": message("Open"),
    "partly-met": message("Partly met"),
    "met": message("Met"),
    "overtaken": message("Overtaken"),
    "not-marked": message("Not marked"),
}
FILTER_NAMES = {
    "state": message("State"),
    "theme": message("Theme"),
    "act": message("Act"),
    "to": message("To whom"),
    "publisher": message("Publisher"),
    "year": message("Year"),
    "language": message("Language"),
    "origin": message("Words"),
}
ORIGINS = {"captured": message("the document's own"), "digest": message("our digest")}
# What became of the passage that a mark was made on, where that needs saying.
BECAME = {
    "": Message(""),
    "exact": Message(""),
    "moved": message("Marked on an earlier version; the words stand elsewhere now."),
    "edited": message("Marked on an earlier wording."),
}
