"""Cases that another office kept: their past is told by the same verbs, in the order of its real dates."""
