"""How people look: the Flask front end over one Searcher."""
