"""From somebody's table to records: check every row first, then write all of it or nothing, as the person chose."""
