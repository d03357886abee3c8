"""How a document or a passage is cited: six styles for people, seven formats for programs."""
