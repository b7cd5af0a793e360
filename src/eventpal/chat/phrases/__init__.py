"""How people say things: tables of words and patterns, English and German, folded."""
